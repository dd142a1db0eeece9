#!/usr/bin/env bash
# Crawl + extract + JSON lines on the same pages in one run: our extraction (all layers, and each layer alone), the bare HttpClient +
# AngleSharp loop, the fetch alone, Scrapy and Crawlee. CPU-seconds of the whole process tree and the share of pages on which each field is right.
#   scripts/bench-extract.sh SHARED/bench [PAGES]        exit 1 when a field is wrong or more than a third of Scrapy's CPU is used
# PROGRAM=…/Ecom389.Monitor.Bench.Extract.dll measures another build. 5,000 pages take some ten minutes on two quiet cores.
set -euo pipefail
cd "$(dirname "$0")/.."
peers="$(cd "${1:?folder of the crawl workload and its peers}" && pwd)"
pages="${2:-5000}"
. scripts/prerequisites.sh
need_package nginx nginx-light
need_package scrapy python3-scrapy
need_package python3 python3
program="${PROGRAM:-$PWD/artifacts/bin/Ecom389.Monitor.Bench.Extract/release/Ecom389.Monitor.Bench.Extract.dll}"
[ -f "$program" ] || { echo "Build first: dotnet build -c Release" >&2; exit 2; }
work="$PWD/artifacts/bench/extract-$pages"
mkdir -p "$work"
cd "$work"
# The workload's ports are fixed: somebody else's server there would be measured.
if (exec 3<>/dev/tcp/127.0.0.1/18081) 2>/dev/null; then echo "Port 18081 is in use: another run of this workload?" >&2; exit 2; fi
[ -f expected.jsonl ] || python3 "$peers/gen.py" www "$pages" >/dev/null
cp -f "$peers/nginx.conf" nginx.conf
nginx -p "$PWD" -c nginx.conf
trap 'kill "$(cat nginx.pid)" 2>/dev/null || true' EXIT
export NGINX_PID="$PWD/nginx.pid"
measure() { python3 "$peers/measure.py" "$1" "$2" "$pages" -- "${@:3}" 2>/dev/null >> figures.jsonl; }
: > figures.jsonl
measure "Ecom389, all layers" all.jsonl dotnet "$program" --crawl All all.jsonl
measure "Scrapy" scrapy.jsonl /usr/bin/python3 "$peers/scrapy_shop.py" scrapy.jsonl
measure "HttpClient, fetch alone" fetch.jsonl dotnet "$program" --crawl fetch fetch.jsonl
measure "HttpClient + AngleSharp, bare loop" bare.jsonl dotnet "$program" --crawl bare bare.jsonl
if command -v npm >/dev/null; then
  # Beside our work folder, never in the shared one.
  cp -rn "$peers/crawlee" . 2>/dev/null || true
  if [ -d crawlee/node_modules ] || (cd crawlee && npm install --silent --no-fund --no-audit >/dev/null 2>&1); then
    measure "Crawlee" crawlee.jsonl node crawlee/crawl.mjs crawlee.jsonl
  else
    echo "Crawlee left out: npm could not install it" >&2
  fi
fi
for layer in JsonLd Microdata OpenGraph State Heuristics; do measure "Ecom389, $layer alone" "$layer.jsonl" dotnet "$program" --crawl "$layer" "$layer.jsonl"; done
echo "commit $(git rev-parse --short HEAD), $(date -u +%F), load $(cut -d' ' -f1-3 /proc/loadavg)"
python3 - <<'PY'
import json, sys
rows = [json.loads(line) for line in open("figures.jsonl")]
scrapy = next(row for row in rows if row["label"] == "Scrapy")
fields = ["title", "price", "currency", "brand", "seller", "description"]
print("| crawl + extract + JSON lines | CPU-s a 1,000 pages | of Scrapy | peak MB | " + " | ".join(fields) + " |")
print("|" + " --- |" * (4 + len(fields)))
for row in rows:
    told = row["label"].startswith(("Ecom389", "Scrapy", "Crawlee"))
    print("| %s | %.2f | %.2f | %d | %s |" % (row["label"], row["cpu_per_1000"], row["cpu_s"] / scrapy["cpu_s"], row["peak_rss_MB"], " | ".join("%.1f %%" % row["acc"][f] if told else "" for f in fields)))
ours = rows[0]
right = all(ours["acc"][f] == 100 for f in fields) and ours["missing"] == 0
print("all six fields right on every page: %s; share of Scrapy's CPU %.2f (at most 0.33)" % ("yes" if right else "no", ours["cpu_s"] / scrapy["cpu_s"]))
sys.exit(0 if right and ours["cpu_s"] <= scrapy["cpu_s"] / 3 else 1)
PY
