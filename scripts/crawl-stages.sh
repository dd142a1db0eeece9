#!/usr/bin/env bash
# What each stage of a crawl costs: samples of linux-perf, each given to the stage its stack is in. Run scripts/bench-crawl.sh first: its pages are used.
#   scripts/crawl-stages.sh [PAGES]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prerequisites.sh
need_package perf linux-perf
work="$PWD/artifacts/bench/crawl-${1:-5000}"
[ -f "$work/crawler.json" ] || { echo "Run scripts/bench-crawl.sh first." >&2; exit 2; }
(cd "$work" && nginx -p "$PWD" -c nginx.conf)
trap 'kill "$(cat "$work/nginx.pid")" 2>/dev/null || true; rm -rf "$work/data" "$work/perf.data"' EXIT
rm -rf "$work/data"
# Names of compiled code are found only where it is not mapped twice.
ECOM389_CHROMIUM=/none DOTNET_PerfMapEnabled=1 DOTNET_EnableWriteXorExecute=0 perf record -q -F 199 -g -o "$work/perf.data" \
  "${ECOM389_PROGRAM:-artifacts/bin/Ecom389.Monitor/release/ecom389}" scan --json --config "$work/crawler.json" --data "$work/data" >/dev/null 2>&1
perf script -i "$work/perf.data" -F comm,ip,sym 2>/dev/null | python3 -c '
import sys
from collections import Counter
# The innermost frame that names a stage decides; what all stages lean on (Text, the framework, SQLite) counts for its caller.
stages = [("PlainMarkup", "parse"), ("MarkupScanner", "parse"), ("OpenElements", "parse"), ("AngleSharp", "parse"), ("PageDecoder::Decode", "decode"), ("RulePackLoader", "start-up"), ("ModelFile", "start-up"), ("Loading.", "start-up"), ("Vocabulary::Load", "start-up"),
    ("Monitor.Extraction.", "layers"), ("Monitor.Detection.", "score"), ("Evidence.Custody.", "chain of custody"), ("Monitor.Evidence.", "WARC and its index"), ("Monitor.Storage.", "store"), ("Crawling.Egress", "egress proxy"),
    ("Crawling.BodyReader", "inflate"), ("HttpFetcher", "fetch"), ("Pipeline.Canaries", "canaries"), ("Monitor.Crawling.", "engine, robots, walls"), ("Monitor.Commands.", "output"), ("Monitor.Pipeline.", "output")]
counts, stack, comm, total = Counter(), [], "", 0
def flush():
    global total
    if not stack: return
    total += 1
    if "Tiered" in comm: stage = "compiling (JIT)"
    elif "GC" in comm: stage = "garbage collector"
    elif "Sockets" in comm: stage = "fetch"
    elif "TP" not in comm: stage = "start-up"
    else: stage = next((name for frame in stack for mark, name in stages if mark in frame), "thread pool, kernel, runtime")
    counts[stage] += 1
for line in sys.stdin:
    if not line.strip(): flush(); stack = []
    elif line[0] not in " \t": comm, stack = line.strip(), []
    else: stack.append(line)
flush()
print("| stage | share of the CPU |\n| --- | --- |")
for stage, count in counts.most_common(): print("| %s | %.1f %% |" % (stage, 100 * count / total))
'
