#!/usr/bin/env bash
# The main job for a newcomer: sample shops are scanned, the queue fills, the review site opens. ./demo.sh --once only scans.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/prerequisites.sh
need_dotnet
need_chromium
dotnet build src/Ecom389.Monitor -c Release --nologo -v quiet >&2
exec artifacts/bin/Ecom389.Monitor/release/ecom389 demo "$@"
