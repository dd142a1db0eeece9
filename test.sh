#!/usr/bin/env bash
# Builds without warnings, checks format, runs every test. The last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"
. scripts/prerequisites.sh
need_dotnet
need_chromium required

failed=0
step() { echo "== $1" >&2; }

step "restore (locked)"
dotnet restore Ecom389.Monitor.sln --locked-mode --nologo -v quiet || exit 1
step "build, warnings are errors"
dotnet build Ecom389.Monitor.sln -c Release --no-restore --nologo -v quiet || exit 1
step "format"
dotnet format whitespace Ecom389.Monitor.sln --no-restore --verify-no-changes || failed=1
dotnet format style Ecom389.Monitor.sln --no-restore --verify-no-changes --severity warn || failed=1
step "rule packs"
artifacts/bin/Ecom389.Monitor/release/ecom389 rules lint || failed=1
artifacts/bin/Ecom389.Monitor/release/ecom389 rules test || failed=1
step "tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test Ecom389.Monitor.sln -c Release --no-build --nologo -v quiet -m:1 2>&1 | tee "$log"
[ "${PIPESTATUS[0]}" -eq 0 ] || failed=1

# One summary line an assembly: "Passed!  - Failed: 0, Passed: 4, Skipped: 0, Total: 4, ..."
counts=$(awk '/(Passed|Failed|Skipped)! +- Failed:/ {
  for (i = 1; i <= NF; i++) {
    if ($i == "Failed:") f += $(i + 1) + 0
    if ($i == "Passed:") p += $(i + 1) + 0
    if ($i == "Skipped:") s += $(i + 1) + 0
  } } END { printf "%d %d %d", p, f, s }' "$log")
read -r passed broken skipped <<<"$counts"
[ "$passed" -gt 0 ] || failed=1
[ "$failed" -eq 0 ] || [ "$broken" -gt 0 ] || echo "a check before the tests failed, see above" >&2
echo "$passed passed, $broken failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
