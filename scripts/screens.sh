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
cp "$all"/*-light.png "$all"/*-dark.png "$all"/{item,queue,bulk,objections,recall,training,print,search,sources,jobs,users,trail}-en.png "$all"/{item,queue,bulk,overview,search,users,trail}-phone.png "$all"/{item,print}-light-full.png docs/screens/
rm -f docs/screens/{keys,item-mark,not-found,password,queue-empty,item-deciding,sign-in,user,stops,tokens,factor}-dark.png
ls docs/screens
