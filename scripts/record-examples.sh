#!/usr/bin/env bash
# Makes docs/records/*.json(l) anew: one example of every JSON shape, from the program itself on the sample shops.
set -euo pipefail
cd "$(dirname "$0")/.."
program=artifacts/bin/Ecom389.Monitor/release/ecom389
out=docs/records
data=$(mktemp -d)
trap 'kill "$demo" 2>/dev/null || true; rm -rf "$data"' EXIT

# The demo serves the sample shops where crawler.json looks for them; --once would stop them again.
mkfifo "$data/printed"
"$program" demo --data "$data/demo" >"$data/printed" 2>/dev/null &
demo=$!
while read -r line; do case "$line" in Dừng*) break ;; esac; done <"$data/printed"

"$program" scan --source tiem-anh-tuan --data "$data/scan" --json 2>/dev/null | head -n 1 >"$out/scan.jsonl"
head -n 1 models/corpus/dev-a.jsonl >"$out/listing.jsonl"
"$program" score "$out/listing.jsonl" >"$out/score.jsonl"
printf '%s\n' '{"id":"b","title":7}' | "$program" score - >"$out/score-bad-line.jsonl" 2>/dev/null || [ $? -eq 3 ]
"$program" inspect "AirPods rep 1:1 giá 1tr2, zalo 0900 000 123, tem CR theo QCVN 54:2020/BTTTT, sóng 2.4 GHz" >"$out/inspect.json"
cat >"$data/page.html" <<'HTML'
<!DOCTYPE html><html lang="vi"><head><title>Sạc 20W | Tiệm mẫu</title></head><body><h1>Sạc 20W hai cổng</h1>
<p class="price"><del>250.000đ</del> <b>199.000đ</b></p><button>Mua ngay</button><div class="description">Sạc nhanh cho điện thoại, bảo hành 12 tháng.</div></body></html>
HTML
"$program" extract "$data/page.html" --url https://tiem-mau.example/san-pham/sac-20w --at 2026-11-22T00:00:00Z >"$out/extract.json"
"$program" queue list --data "$data/demo" --limit 1 --json >"$out/queue-list.jsonl"
item=$(sed -E 's/^\{"item":"([^"]+)".*/\1/' "$out/queue-list.jsonl")
"$program" queue show "$item" --data "$data/demo" --json >"$out/queue-show.json"
"$program" explain "$item" --data "$data/demo" --json >"$out/explain.json"
"$program" evaluate --data models/corpus/dev-g.jsonl --json >"$out/evaluate.json"
printf '%s\n' '{"robotsTxt":"User-agent: *\nDisallow: /gio-hang","userAgent":"Ecom389Monitor","url":"https://cho.example/gio-hang/1"}' | "$program" robots --cases - >"$out/robots.jsonl"
ls "$out"
