#!/usr/bin/env bash
# The whole pipeline (robots, fetch through the egress proxy, WARC, extraction, scoring, storing) beside Scrapy's crawl + extract, in one
# run on the same pages served by nginx. Prints CPU-seconds a 1,000 pages and the ratio; exit 1 when it is above one half.
# Without Chromium: a rich capture of a page whose words, drawn at random, look suspicious is Chromium's work and not the crawl's.
# ECOM389_PROGRAM names another build, such as a publication compiled ahead of time (docs/performance.md).
#   scripts/bench-crawl.sh SHARED/bench [PAGES]
set -euo pipefail
cd "$(dirname "$0")/.."
peers="$(cd "${1:?folder of the crawl workload and its peers}" && pwd)"
pages="${2:-5000}"
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
cp "$peers/nginx.conf" nginx.conf
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
rm -rf data
python3 "$peers/measure.py" ours ours.jsonl "$pages" -- sh -c "cd '$root' && exec '$program' scan --json --config '$work/crawler.json' --data '$work/data' > '$work/ours.jsonl'" > ours.txt 2>/dev/null
python3 "$peers/measure.py" scrapy scrapy.jsonl "$pages" -- /usr/bin/python3 "$peers/scrapy_shop.py" scrapy.jsonl > scrapy.txt 2>/dev/null
listings=$(python3 -c 'import json,sys; print(len({json.loads(l)["url"] for l in open("ours.jsonl") if "\"source\":\"canary\"" not in l}))')
read -r ours_cpu ours_mb ours_wall <<<"$(cpu ours.txt)"
read -r peer_cpu peer_mb peer_wall <<<"$(cpu scrapy.txt)"
python3 - "$pages" "$listings" "$ours_cpu" "$ours_mb" "$ours_wall" "$peer_cpu" "$peer_mb" "$peer_wall" <<'PY'
import sys
pages, listings = int(sys.argv[1]), int(sys.argv[2])
ours, ours_mb, ours_wall, peer, peer_mb, peer_wall = map(float, sys.argv[3:])
print("| crawl of %d pages | CPU-s a 1,000 pages | peak MB | wall s |" % pages)
print("| --- | --- | --- | --- |")
print("| Ecom389: whole pipeline, %d listings stored | %.2f | %d | %.0f |" % (listings, ours * 1000 / pages, ours_mb, ours_wall))
print("| Scrapy: crawl + extract | %.2f | %d | %.0f |" % (peer * 1000 / pages, peer_mb, peer_wall))
print("ratio %.2f (at most 0.50)" % (ours / peer))
sys.exit(0 if ours / peer <= 0.5 and listings == pages else 1)
PY
