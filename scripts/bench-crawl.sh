#!/usr/bin/env bash
# The whole pipeline (robots, fetch through the egress proxy, WARC, extraction, scoring, storing) beside Scrapy's crawl + extract, in one
# run on the same pages served by nginx. Prints CPU-seconds a 1,000 pages and the ratio; exit 1 when it is above one half.
# Both take turns, ROUNDS times each: a shared machine is now quicker, now slower by a sixth. The ratio is that of the sums.
# Without Chromium: a rich capture of a page whose words, drawn at random, look suspicious is Chromium's work and not the crawl's.
# ECOM389_PROGRAM names another build, such as a publication compiled ahead of time (docs/performance.md).
#   scripts/bench-crawl.sh SHARED/bench [PAGES] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
peers="$(cd "${1:?folder of the crawl workload and its peers}" && pwd)"
pages="${2:-5000}"
rounds="${3:-5}"
. scripts/prerequisites.sh
need_package nginx nginx-light
need_package scrapy python3-scrapy
need_package python3 python3
root="$PWD"
program="${ECOM389_PROGRAM:-$root/artifacts/bin/Ecom389.Monitor/release/ecom389}"
export ECOM389_CHROMIUM=/none
[ -x "$program" ] || { echo "Build first: dotnet build -c Release" >&2; exit 2; }
work="$root/artifacts/bench/crawl-$pages"
mkdir -p "$work"
cd "$work"
[ -f expected.jsonl ] || python3 "$peers/gen.py" www "$pages" >/dev/null
# Ours keeps a site's crawl-delay, Scrapy as configured here reads no robots.txt at all: without the line both only work.
sed -i '/^[Cc]rawl-delay/d' www/_h*/robots.txt
rm -f www/_h*/robots.txt.gz
# The kept files must leave room for sockets: at 20,000 pages nginx else answers 500 for want of files it may open.
sed 's/open_file_cache max=[0-9]*/open_file_cache max=8000/' "$peers/nginx.conf" > nginx.conf
nginx -p "$PWD" -c nginx.conf
trap 'kill "$(cat nginx.pid)" 2>/dev/null || true; rm -rf data' EXIT

# A source a host, told apart by name: the politeness of one connection a host holds, eight hosts are fetched side by side.
python3 - > crawler.json <<'PY'
import json
hosts = range(1, 9)
print(json.dumps({"schemaVersion": 1, "network": {"connectTo": {f"s{h}.localhost": f"127.0.0.1:{18080 + h}" for h in hosts}}, "sources": [
    {"id": f"shop-{h}", "channel": "marketplace", "sitemaps": [f"http://s{h}.localhost:{18080 + h}/sitemap-names.xml"],
     "allowPrivateNetwork": True, "pages": {"listing": ["/san-pham/*"], "skip": ["/danh-muc/*", "/ho-tro/*", "/tim-kiem*", "/$", "/shop/*"]}, "limits": {"delayMs": 0, "maxPages": 1000000}} for h in hosts]}))
PY
cpu() { python3 -c 'import json,sys; r=json.loads(open(sys.argv[1]).readline()); print(r["cpu_s"], r["peak_rss_MB"], r["wall_s"])' "$1"; }
export NGINX_PID="$PWD/nginx.pid"
for round in $(seq "$rounds"); do
  rm -rf data
  python3 "$peers/measure.py" ours ours.jsonl "$pages" -- sh -c "cd '$root' && exec '$program' scan --json --config '$work/crawler.json' --data '$work/data' > '$work/ours.jsonl'" > ours.txt 2>/dev/null
  python3 "$peers/measure.py" scrapy scrapy.jsonl "$pages" -- /usr/bin/python3 "$peers/scrapy_shop.py" scrapy.jsonl > scrapy.txt 2>/dev/null
  listings=$(python3 -c 'import json,sys; print(len({json.loads(l)["url"] for l in open("ours.jsonl") if "\"source\":\"canary\"" not in l}))')
  echo "$listings $(cpu ours.txt) $(cpu scrapy.txt)"
done > rounds.txt
python3 - "$pages" <<'PY'
import sys
pages = int(sys.argv[1])
rows = [list(map(float, line.split())) for line in open("rounds.txt")]
listings = int(min(row[0] for row in rows))
def cell(i): return sum(row[i] for row in rows) * 1000 / pages / len(rows)
def row(name, i): print("| %s | %.2f | %.2f | %d | %.0f |" % (name, cell(i), min(row[i] for row in rows) * 1000 / pages, max(row[i + 1] for row in rows), sum(row[i + 2] for row in rows) / len(rows)))
print("| crawl of %d pages, %d rounds | CPU-s a 1,000 pages | least | peak MB | wall s |" % (pages, len(rows)))
print("| --- | --- | --- | --- | --- |")
row("Ecom389: whole pipeline, %d listings stored" % listings, 1)
row("Scrapy: crawl + extract", 4)
ratio = cell(1) / cell(4)
print("each round %s; ratio %.3f (at most 0.50)" % (", ".join("%.2f" % (row[1] / row[4]) for row in rows), ratio))
sys.exit(0 if ratio <= 0.5 and listings == pages else 1)
PY
