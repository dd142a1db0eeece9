#!/usr/bin/env bash
# Brings what the project lacks on Debian or Ubuntu, or says exactly what to install. Sourced by demo.sh and test.sh.

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    echo "Thiếu .NET SDK 10 / the .NET 10 SDK is missing." >&2
    echo "  Ubuntu 24.04+: sudo apt-get install dotnet-sdk-10.0" >&2
    echo "  Debian: https://learn.microsoft.com/dotnet/core/install/linux-debian" >&2
    exit 2
  fi
}

# The same names, in the same order, as src/Crawling/Fetching/ChromiumLocator.cs; one that cannot start (Ubuntu's snap stub where
# snaps do not run) does not count.
find_chromium() {
  local name
  if [ -n "${ECOM389_CHROMIUM:-}" ]; then "$ECOM389_CHROMIUM" --version >/dev/null 2>&1; return; fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then
      ECOM389_CHROMIUM="$(command -v "$name")"
      export ECOM389_CHROMIUM
      return 0
    fi
  done
  return 1
}

# With "required" a missing Chromium ends the script; otherwise it is a warning, as the demo goes on without it.
need_chromium() {
  find_chromium && return 0
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="none"; fi
  fi
  if command -v apt-get >/dev/null 2>&1 && [ "$as_root" != "none" ]; then
    echo "Đang cài Chromium từ kho gói của hệ điều hành / installing Chromium from the system's packages ..." >&2
    $as_root apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium fonts-noto-core >/dev/null 2>&1 \
      || true
    find_chromium && return 0
  fi
  echo "Không có Chromium chạy được / no Chromium that starts." >&2
  echo "  Debian: sudo apt-get install chromium    Ubuntu: sudo snap install chromium" >&2
  echo "  Nơi khác / elsewhere: ECOM389_CHROMIUM=/duong/dan/chromium" >&2
  [ "${1:-}" = "required" ] && exit 2
  return 0
}

# A program from the system's packages, for what is measured or tested against it: need_package PROGRAM PACKAGE. Nonzero when it
# cannot be had; the caller says whether that ends anything.
need_package() {
  command -v "$1" >/dev/null 2>&1 && return 0
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="none"; fi
  fi
  if command -v apt-get >/dev/null 2>&1 && [ "$as_root" != "none" ]; then
    echo "Đang cài $2 từ kho gói của hệ điều hành / installing $2 from the system's packages ..." >&2
    $as_root apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1 || true
    command -v "$1" >/dev/null 2>&1 && return 0
  fi
  echo "Thiếu / missing: $1  (Debian: sudo apt-get install $2)" >&2
  return 1
}

# LIBLINEAR, which the leave-one-writer-out bench sets beside our classifier; without it the bench says how to get it.
need_liblinear() { need_package liblinear-train liblinear-tools; }

# PostgreSQL's server programs, for the tests of the store for several machines; Debian keeps them out of the PATH.
find_postgres() {
  local bin
  for bin in "${ECOM389_POSTGRES_BIN:-}" /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin; do
    [ -n "$bin" ] && [ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] && ECOM389_POSTGRES_BIN="$bin" && export ECOM389_POSTGRES_BIN && return 0
  done
  return 1
}

# Ends with 2 when they cannot be had: the tests of the second store are never left out silently. The package would begin a server
# of its own on port 5432: it is told not to.
need_postgres() {
  find_postgres && return 0
  [ "$(id -u)" -eq 0 ] && mkdir -p /etc/postgresql-common && [ ! -e /etc/postgresql-common/createcluster.conf ] \
    && echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  need_package /usr/lib/postgresql/15/bin/postgres postgresql-15 || need_package pg_ctlcluster postgresql || true
  find_postgres && return 0
  echo "  hoặc / or: ECOM389_POSTGRES_BIN=/duong/dan/bin" >&2
  return 2
}
