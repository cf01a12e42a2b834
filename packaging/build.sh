#!/usr/bin/env bash
# Configures and builds one preset:  packaging/build.sh [release|node|debug|asan|ubsan]
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-release}
[ -e "build/$preset/build.ninja" ] || cmake --preset "$preset" > "/tmp/minamo-configure-$$.log" 2>&1 || {
    cat "/tmp/minamo-configure-$$.log" >&2
    echo "build.sh: the build could not be configured. Next: run packaging/setup.sh, then try again." >&2
    exit 1
}
rm -f "/tmp/minamo-configure-$$.log"
cmake --build "build/$preset"
