#!/usr/bin/env bash
# Installs what is missing, builds and runs every test. The last line is "N passed, N failed, N skipped".
#   ./test.sh          all tests but the slow ones
#   ./test.sh --all    the soak tests too
set -uo pipefail
cd "$(dirname "$0")"

root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install() {
  command -v "$1" >/dev/null && return 0
  echo "installing $2"
  { root apt-get update -qq && root apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1
  command -v "$1" >/dev/null || { echo "$2 could not be installed: install it by hand and run again" >&2; exit 1; }
}

install redis-server redis-server
install node nodejs
install npm npm

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

dotnet restore ReasoningGrains.sln --locked-mode || exit 1
dotnet build ReasoningGrains.sln -c Release --no-restore -warnaserror || exit 1

filter=(--filter "Speed!=slow")
[ "${1:-}" = --all ] && filter=()
# One project at a time: the engine's tests use both cores.
dotnet test ReasoningGrains.sln -c Release --no-build -maxcpucount:1 --results-directory "$results" --logger trx "${filter[@]}"

count() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'; }
total=$(count total) passed=$(count passed) executed=$(count executed) failed=$(( $(count failed) + $(count error) + $(count timeout) + $(count aborted) ))
if [ "$total" = 0 ]; then echo "no test ran" >&2; failed=1; fi
echo "$passed passed, $failed failed, $(( total - executed )) skipped"
[ "$failed" = 0 ]
