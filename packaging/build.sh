#!/usr/bin/env bash
# Configures and builds one preset:  packaging/build.sh [release|node|debug|asan|ubsan]
set -euo pipefail
libtorch=${MINAMO_LIBTORCH:+$(realpath -m "$MINAMO_LIBTORCH")}
cd "$(dirname "$0")/.."
preset=${1:-release}

stop() { # sentence, next step
    printf 'build.sh: %s\n  Next: %s\n' "$1" "$2" >&2
    exit 1
}

case $preset in
    release | node | debug | asan | ubsan) ;;
    *) stop "there is no preset $preset." "name one of release, node, debug, asan, ubsan." ;;
esac
command -v cmake > /dev/null || stop "cmake is missing." "run packaging/setup.sh."
# Another LibTorch than last time must reach a folder that is configured already.
if [ ! -e "build/$preset/build.ninja" ] || [ -n "$libtorch" ]; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    cmake --preset "$preset" ${libtorch:+"-DMINAMO_LIBTORCH=$libtorch"} > "$log" 2>&1 || {
        cat "$log" >&2
        stop "the build could not be configured." "run packaging/setup.sh, then try again."
    }
fi
cmake --build "build/$preset" ||
    stop "the build failed." "look at the first error above. If the compiler was killed, memory ran out: close other programs and run again. If a header is missing: packaging/setup.sh."
