#!/usr/bin/env bash
# Trains models/model.bin and its card on the corpus in models/corpus. Ordinary real listings (only measured, to set the flag
# threshold) come from DATA, the shared data beside the repository by default.
# usage: scripts/train-model.sh [DATA] [OUT]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prerequisites.sh
need_dotnet
data=${1:-../shared/data}
out=${2:-models}
if [ ! -f "$data/real/ordinary-listings.jsonl.gz" ]; then
  echo "Không có tin thường để đặt ngưỡng / no ordinary listings to set the threshold by: $data/real/ordinary-listings.jsonl.gz" >&2
  exit 2
fi
dotnet build src/Ecom389.Monitor -c Release --nologo -v quiet
time artifacts/bin/Ecom389.Monitor/release/ecom389 train \
  --data models/corpus/*.jsonl \
  --ordinary "$data/real/ordinary-listings.jsonl.gz" "$data/real/ordinary-borrowed-metadata.jsonl.gz" \
  --as-of 2026-11-22 --out "$out"
