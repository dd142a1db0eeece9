#!/usr/bin/env bash
# Prints every table of docs/scoring.md again, and bench/score's.
# usage: scripts/measure-scoring.sh [DATA] [CORPUS.jsonl ...]      DATA: the shared data; CORPUS: our own corpus, models/corpus/own-*.jsonl by default
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
dotnet build bench/score -c Release --nologo -v quiet >&2
dotnet build src/Ecom389.Monitor -c Release --nologo -v quiet >&2
lowo() { dotnet artifacts/bin/Ecom389.Monitor.Bench.Lowo/release/Ecom389.Monitor.Bench.Lowo.dll "$@"; }
echo "commit $(git rev-parse --short HEAD), $(date -u +%F)"
echo "## Leave one writer out"
lowo table "$data" --rules rules --corpus "${corpus[@]}" "${peer[@]}"
echo "## Field"
lowo field "$data" --rules rules --model models/model.bin
echo "## Learning curve"
lowo curve "$data" --rules rules --corpus "${corpus[@]}"
echo "## Near-duplicates"
lowo duplicates "$data" --corpus "${corpus[@]}"
echo "## Ablation"
lowo ablation "$data" --rules rules --corpus "${corpus[@]}"
echo "## Speed"
dotnet artifacts/bin/Ecom389.Monitor.Bench.Score/release/Ecom389.Monitor.Bench.Score.dll models/model.bin rules models/corpus/dev-g.jsonl
echo "## evaluate"
artifacts/bin/Ecom389.Monitor/release/ecom389 evaluate --data models/corpus/*.jsonl \
  --ordinary "$data/real/ordinary-listings.jsonl.gz" "$data/real/ordinary-borrowed-metadata.jsonl.gz" --as-of 2026-11-22
