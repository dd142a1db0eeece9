#!/usr/bin/env bash
# Brings the readers that are not ours, by which the tests check WARC and WACZ: warcio and js-wacz (locked by hash) and ReplayWeb.page.
# Prints the folder they are in. Fails, having said why, where npm is missing or cannot reach a registry.
set -euo pipefail
cd "$(dirname "$0")/.."
replay_version=2.5.3
replay_sha512="9c28f63d238ddc1c5e489284f00b183f250bbf45cf64a2567f2e25f4fc90adef52ab02d9f9629956cfec7cba8f390e06ac7fb46248dbc0e86bf1c4931f4f20b1"
target="$PWD/artifacts/npm/evidence-readers"
mkdir -p "$target"
command -v npm >/dev/null 2>&1 || { echo "npm is missing: the readers cannot be installed" >&2; exit 1; }
if ! cmp -s scripts/evidence-readers/package-lock.json "$target/package-lock.json" || [ ! -d "$target/node_modules/warcio" ]; then
  cp scripts/evidence-readers/package.json scripts/evidence-readers/package-lock.json "$target/"
  npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --silent >&2
fi
if [ ! -f "$target/replaywebpage/sw.js" ]; then
  (cd "$target" && npm pack "replaywebpage@$replay_version" --silent >/dev/null)
  echo "$replay_sha512  $target/replaywebpage-$replay_version.tgz" | sha512sum --check --quiet - >&2
  mkdir -p "$target/replaywebpage"
  tar xzf "$target/replaywebpage-$replay_version.tgz" -C "$target/replaywebpage" --strip-components=1 package/ui.js package/sw.js package/LICENSE package/package.json
fi
cp scripts/evidence-readers/*.mjs "$target/"
echo "$target"
