#!/usr/bin/env bash
# Builds without warnings, checks format, runs every test. The last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"
. scripts/prerequisites.sh
failed=0
step() { echo "== $1" >&2; }
# The last line is the same whatever happens before it: a check that fails counts as one failure.
stop() { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

(need_dotnet && need_chromium required) || stop
need_chromium required
# A time-stamp authority to test against, and npm for axe-core and the readers of WARC that are not ours.
need_package openssl openssl || stop
need_package npm npm || true
# The second store is tested against the server itself; nginx keeps the books of who asked which host when.
need_postgres || stop
need_package nginx nginx-light || stop
step "restore (locked)"
dotnet restore Ecom389.Monitor.sln --locked-mode --nologo -v quiet || stop
step "build, warnings are errors"
dotnet build Ecom389.Monitor.sln -c Release --no-restore --nologo -v quiet || stop
step "format"
dotnet format whitespace Ecom389.Monitor.sln --no-restore --verify-no-changes || failed=$((failed + 1))
dotnet format style Ecom389.Monitor.sln --no-restore --verify-no-changes --severity warn || failed=$((failed + 1))
step "rule packs"
artifacts/bin/Ecom389.Monitor/release/ecom389 rules lint || failed=$((failed + 1))
artifacts/bin/Ecom389.Monitor/release/ecom389 rules test || failed=$((failed + 1))
step "model against its card's bars"
artifacts/bin/Ecom389.Monitor/release/ecom389 evaluate --data models/corpus/*.jsonl >/dev/null || failed=$((failed + 1))
# axe-core, the accessibility checker, comes from npm; without npm its one test is skipped, visibly.
if [ -z "${ECOM389_AXE:-}" ] && command -v npm >/dev/null 2>&1; then
  step "axe-core"
  npm install --silent --no-audit --no-fund --no-save --prefix artifacts/npm axe-core@4.14.1 >/dev/null 2>&1 \
    && export ECOM389_AXE="$PWD/artifacts/npm/node_modules/axe-core/axe.min.js"
fi
# Readers of WARC and WACZ that are not ours, from npm too; without it their tests are skipped, visibly.
step "warcio, js-wacz, ReplayWeb.page"
scripts/evidence-readers.sh >/dev/null || true
step "tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test Ecom389.Monitor.sln -c Release --no-build --nologo -v quiet -m:1 --logger "console;verbosity=minimal" 2>&1 | tee "$log"
tests=${PIPESTATUS[0]}

# One summary line an assembly: "Passed!  - Failed: 0, Passed: 4, Skipped: 0, Total: 4, ..."
counts=$(awk '/(Passed|Failed|Skipped)! +- Failed:/ {
  for (i = 1; i <= NF; i++) {
    if ($i == "Failed:") f += $(i + 1) + 0
    if ($i == "Passed:") p += $(i + 1) + 0
    if ($i == "Skipped:") s += $(i + 1) + 0
  } } END { printf "%d %d %d", p, f, s }' "$log")
read -r passed broken skipped <<<"$counts"
# A test host that died prints no counts.
if [ "$tests" -ne 0 ] && [ "$broken" -eq 0 ] || [ "$passed" -eq 0 ]; then failed=$((failed + 1)); fi
[ "$failed" -eq 0 ] || echo "$failed check(s) beside the tests failed, see above" >&2
broken=$((broken + failed))
echo "$passed passed, $broken failed, $skipped skipped"
[ "$broken" -eq 0 ]
