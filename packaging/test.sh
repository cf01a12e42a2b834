#!/usr/bin/env bash
# Set-up, build, all tests.   packaging/test.sh [--long]   (--long adds what is too long for every day)
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/setup.sh
packaging/build.sh release
label=(-LE long)
[ "${1:-}" != --long ] || label=()
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$(mktemp -d)}
ctest --test-dir build/release --output-on-failure -j 2 "${label[@]}"
