#!/usr/bin/env bash
# Set-up, build, all tests.   packaging/test.sh [--long]   (--long adds what is too long for every day)
set -euo pipefail
cd "$(dirname "$0")/.."
label=(-LE long)
for argument in "$@"; do
    case $argument in
        --long) label=() ;;
        *) echo "test.sh: unknown option $argument (known: --long)" >&2; exit 2 ;;
    esac
done
packaging/setup.sh
packaging/build.sh release
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then # Qt wants one
    XDG_RUNTIME_DIR=$(mktemp -d)
    export XDG_RUNTIME_DIR
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
fi
ctest --test-dir build/release --output-on-failure -j 2 "${label[@]}" || {
    printf 'test.sh: some tests failed.\n  Next: the names are above; one alone: ctest --test-dir build/release --output-on-failure -R NAME\n' >&2
    exit 1
}
