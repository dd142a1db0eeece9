#!/usr/bin/env bash
# Brings what the project lacks on Debian or Ubuntu, or says exactly what to install. Sourced by demo.sh and test.sh.

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    echo "Thiếu .NET SDK 10 / the .NET 10 SDK is missing. Xem / see https://dotnet.microsoft.com/download" >&2
    exit 2
  fi
}

find_chromium() {
  local name
  [ -n "${ECOM389_CHROMIUM:-}" ] && [ -x "${ECOM389_CHROMIUM}" ] && return 0
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && return 0
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
      || DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium-browser >/dev/null 2>&1 || true
    find_chromium && return 0
  fi
  echo "Không có Chromium / Chromium is missing. Hãy chạy / run: sudo apt-get install chromium" >&2
  [ "${1:-}" = "required" ] && exit 2
  return 0
}
