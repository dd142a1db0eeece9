#!/usr/bin/env bash
# Runs a measurement on a machine that others use: the command, and what it starts in sessions of its own (a browser), get most of the
# processor while it runs. Linux shares the processor by session (sched_autogroup), so that "nice" alone changes nothing between sessions.
# Needs the right to raise priorities; without it the command runs as it is. Keep it short: everybody else waits.
#   scripts/at-front.sh dotnet artifacts/bin/Ecom389.Monitor.Bench.Site/release/Ecom389.Monitor.Bench.Site.dll load FILE 20 60 10
set -uo pipefail
if [ -z "${AT_FRONT:-}" ]; then AT_FRONT=1 exec setsid --wait bash "$0" "$@"; fi
raise() { echo -12 > "/proc/$1/autogroup"; } 2>/dev/null
below() {
  local child
  for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do
    raise "$child"
    below "$child"
  done
}
raise $$ || echo "at-front: priorities cannot be raised here; measured as it is" >&2
cat /proc/loadavg >&2
"$@" &
work=$!
trap 'kill "$work" 2>/dev/null' INT TERM
while kill -0 "$work" 2>/dev/null; do
  below "$work"
  sleep 2
done
wait "$work"
