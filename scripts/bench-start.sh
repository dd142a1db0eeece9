#!/usr/bin/env bash
# What starting costs: processor seconds (user and system, the least of RUNS runs) of a help text, of one listing scored, of all rules' examples, and of a scan
# that reaches nobody but its own canaries.
#   scripts/bench-start.sh [RUNS]          ECOM389_PROGRAM=… measures another build
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${ECOM389_PROGRAM:-artifacts/bin/Ecom389.Monitor/release/ecom389}")
runs=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ECOM389_CHROMIUM=/none
echo '{"id":"1","title":"Điện thoại Nokia 105 chính hãng","description":"Hàng mới, bảo hành 12 tháng"}' > "$work/one.jsonl"
echo '{"schemaVersion": 1, "sources": [{"id": "nobody", "channel": "website", "start": ["http://127.0.0.1:9/"], "allowPrivateNetwork": true}]}' > "$work/crawler.json"
cost() {
  local name=$1 best="" sum
  shift
  for _ in $(seq "$runs"); do
    rm -rf "$work/data"
    sum=$( { TIMEFORMAT='%U %S'; time "$program" "$@" > "$work/out" 2> "$work/err" || true; } 2>&1 | awk '{print $1 + $2}')
    [ -z "$best" ] || awk -v a="$sum" -v b="$best" 'BEGIN {exit !(a < b)}' && best=$sum
  done
  echo "| $name | $best |"
}
echo "| commit $(git rev-parse --short HEAD), load $(cut -d' ' -f1 /proc/loadavg) | CPU seconds |"
echo "| --- | --- |"
cost "--help" --help
cost "score, one listing" score "$work/one.jsonl"
cost "rules test" rules test
cost "scan, canaries only" scan --json --config "$work/crawler.json" --data "$work/data"
grep -q "3/3" "$work/err" || { echo "The canaries did not reach the queue:" >&2; cat "$work/err" >&2; exit 1; }
