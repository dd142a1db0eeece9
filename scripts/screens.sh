#!/usr/bin/env bash
# Makes docs/screens/ anew from the running site in a real browser: every page in Vietnamese, light; some in the other looks.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/prerequisites.sh
need_chromium required
all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
ECOM389_SCREENS="$all" dotnet test tests/Web.Tests -c Release --nologo -v quiet --filter FullyQualifiedName~ScreenTests
rm -rf docs/screens
mkdir -p docs/screens
cp "$all"/*-light.png "$all"/item-dark.png "$all"/queue-dark.png "$all"/item-en.png "$all"/item-phone.png docs/screens/
ls docs/screens
