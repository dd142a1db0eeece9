#!/usr/bin/env bash
# Prints every table of docs/scoring.md again, bench/score's and bench/products'. About half an hour of one core; figures on stdout, progress on stderr.
# usage: scripts/measure-scoring.sh [DATA] [CORPUS.jsonl ...]      DATA: the shared data; CORPUS: our own corpus, models/corpus/own-*.jsonl by default
# SAYINGS=FOLDER keeps what the fitted heads said and LIBLINEAR's results and, where they are there already, fits nothing again (most of the time).
# MEASURED=WRITER,... the writers left out for the learning curve and the ablation; four by default.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prerequisites.sh
need_dotnet
data=${1:-../shared/data}
[ $# -gt 0 ] && shift
corpus=("$@")
[ ${#corpus[@]} -gt 0 ] || corpus=(models/corpus/own-*.jsonl)
peer=()
need_liblinear || peer=(--no-liblinear)
dotnet build bench/lowo -c Release --nologo -v quiet >&2
dotnet build bench/products -c Release --nologo -v quiet >&2
dotnet build bench/score -c Release --nologo -v quiet >&2
dotnet build src/Ecom389.Monitor -c Release --nologo -v quiet >&2
lowo() { dotnet artifacts/bin/Ecom389.Monitor.Bench.Lowo/release/Ecom389.Monitor.Bench.Lowo.dll "$@"; }
sayings=${SAYINGS:-$(mktemp -d)}
[ -n "${SAYINGS:-}" ] || trap 'rm -rf "$sayings"' EXIT
mkdir -p "$sayings"
measured=${MEASURED:-dev-a,dev-l,own-r,own-u}
echo "commit $(git rev-parse --short HEAD), $(date -u +%F)"
echo "## Field"
lowo field "$data" --rules rules --model models/model.bin
echo "## evaluate"
artifacts/bin/Ecom389.Monitor/release/ecom389 evaluate --data models/corpus/*.jsonl \
  --ordinary "$data/real/ordinary-listings.jsonl.gz" "$data/real/ordinary-borrowed-metadata.jsonl.gz" --as-of 2026-11-22
echo "## Leave one writer out"
# Heads are fitted once a writer and kept; the table is made of what they said.
[ -f "$sayings/with.tsv" ] || lowo one "$data" --rules rules --corpus "${corpus[@]}" --codes --save "$sayings/with.tsv" > "$sayings/with.txt"
[ -f "$sayings/without.tsv" ] || lowo one "$data" --rules rules --codes --save "$sayings/without.tsv" > "$sayings/without.txt"
lowo table "$data" --rules rules --corpus "${corpus[@]}" "${peer[@]}" --peers "$sayings/peers" --sayings "$sayings/with.tsv" "$sayings/without.tsv"
echo "## Products, hosts, signals"
products() { dotnet artifacts/bin/Ecom389.Monitor.Bench.Products/release/Ecom389.Monitor.Bench.Products.dll "$@"; }
products titles rules bench/products/titles.jsonl
products hosts rules bench/products/hosts.jsonl
products signals rules "$data" models/corpus --markdown
echo "## Speed"
dotnet artifacts/bin/Ecom389.Monitor.Bench.Score/release/Ecom389.Monitor.Bench.Score.dll models/model.bin rules models/corpus/dev-g.jsonl
echo "## Near-duplicates"
lowo duplicates "$data" --corpus "${corpus[@]}"
echo "## Learning curve"
lowo curve "$data" --rules rules --corpus "${corpus[@]}" --only "$measured" --sayings "$sayings/with.tsv"
echo "## Ablation"
lowo ablation "$data" --rules rules --corpus "${corpus[@]}" --only "$measured" --sayings "$sayings/with.tsv"
