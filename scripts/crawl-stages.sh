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
  "${ECOM389_PROGRAM:-artifacts/bin/Ecom389.Monitor/release/ecom389}" scan --json --config "$work/crawler.json" --data "$work/data" >/dev/null 2>"$work/perf.log" || { cat "$work/perf.log" >&2; exit 1; }
perf script -i "$work/perf.data" -F comm,ip,sym,dso 2>/dev/null | python3 -c '
import re, sys
from collections import Counter
# The innermost frame that names a stage decides; what all stages lean on (Text, the framework) counts for its caller. Frames of the
# framework that carry a state machine are passed over: their names name whoever waits. Code compiled ahead of time has its file only.
stages = [("PlainMarkup", "parse"), ("MarkupScanner", "parse"), ("OpenElements", "parse"), ("AngleSharp", "parse"), ("PageDecoder::Decode", "decode"), ("RulePackLoader", "start-up"), ("ModelFile", "start-up"), ("Loading.", "start-up"),
    ("Vocabulary::Load", "start-up"), ("Monitor.Extraction.", "extraction"), ("Monitor.Detection.", "score"), ("sqlite3", "SQLite"), ("Evidence.Custody.", "chain of custody"), ("Cdxj", "WARC and its index"), ("Monitor.Evidence.", "WARC and its index"),
    ("Monitor.Storage.", "store"), ("Crawling.Egress", "egress proxy"), ("Crawling.BodyReader", "inflate"), ("Crawling.ContentCoding", "inflate"), ("HttpFetcher", "fetch"), ("Pipeline.Canaries", "canaries"), ("Monitor.Crawling.", "engine, robots, walls"),
    ("Monitor.Commands.", "output"), ("Monitor.Pipeline.", "output"), ("ecom389.dll", "output")]
system = [("fsync", "flushes to disk"), ("sqlite3", "SQLite"), ("icu", "letters (ICU)"), ("libcrypto", "hashes"), ("Sockets", "sockets"), ("sendto", "sockets"), ("recvfrom", "sockets"), ("sock_", "sockets"), ("Net.Http", "fetch"),
    ("Lifo", "threads asleep and awake"), ("futex", "threads asleep and awake"), ("schedule", "threads asleep and awake"), ("libclrjit", "compiling (JIT)"), ("Compression", "inflate")]
machinery = re.compile("AsyncStateMachineBox|AsyncTaskMethodBuilder|AsyncValueTaskMethodBuilder|AsyncMethodBuilder")
counts, stack, comm, total = Counter(), [], "", 0
def flush():
    global total
    if not stack: return
    total += 1
    if any("fsync" in frame for frame in stack): stage = "flushes to disk"
    elif "Tiered" in comm: stage = "compiling (JIT)"
    elif "GC" in comm: stage = "garbage collector"
    elif "Sockets" in comm: stage = "sockets"
    elif "Long" in comm: stage = "SQLite"
    elif "TP" not in comm: stage = "start-up"
    else:
        own = [frame for frame in stack if not machinery.search(frame)]
        stage = next((name for frame in own for mark, name in stages if mark in frame), None) or next((name for mark, name in system if any(mark in frame for frame in own)), "memory, kernel, rest of the runtime")
    counts[stage] += 1
for line in sys.stdin:
    if not line.strip(): flush(); stack = []
    elif line[0] not in " \t": comm, stack = line.strip(), []
    else: stack.append(line)
flush()
if not total: sys.exit("perf took no samples: its output is in perf.log beside the pages")
print("| stage | share of the CPU |\n| --- | --- |")
for stage, count in counts.most_common(): print("| %s | %.1f %% |" % (stage, 100 * count / total))
'
