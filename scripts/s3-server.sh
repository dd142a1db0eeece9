#!/usr/bin/env bash
# Brings an S3 server that is not ours (s3rver, locked by hash), by which the tests check the evidence store. Prints its program.
# Fails, having said why, where npm is missing or cannot reach a registry.
set -euo pipefail
cd "$(dirname "$0")/.."
target="$PWD/artifacts/npm/s3-server"
mkdir -p "$target"
command -v npm >/dev/null 2>&1 || { echo "npm is missing: the S3 server cannot be installed" >&2; exit 1; }
if ! cmp -s scripts/s3-server/package-lock.json "$target/package-lock.json" || [ ! -d "$target/node_modules/s3rver" ]; then
  cp scripts/s3-server/package.json scripts/s3-server/package-lock.json "$target/"
  npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --silent >&2
fi
echo "$target/node_modules/s3rver/bin/s3rver.js"
