#!/usr/bin/env bash
# The whole story in one command: set-up, build, the main job on the sample plant, and the window if there is a display.
#   packaging/demo.sh                 the synthetic plant
#   packaging/demo.sh FOLDER          your own photos (class/image or environment/class/image)
#   packaging/demo.sh FOLDER PROJECT  ... with the project kept in PROJECT
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
photos=${1:+$(realpath -m "$1")}
if [ -n "$photos" ] && [ ! -d "$photos" ]; then
    printf 'demo.sh: there is no folder %s\n  Next: name a folder of photos, or none for the sample plant.\n' "$photos" >&2
    exit 2
fi
project=${2:-$root/out/demo${photos:+-$(basename "$photos")}}
"$root/packaging/setup.sh"
"$root/packaging/build.sh" release
cli=$root/build/release/bin/minamo-cli
mkdir -p "$(dirname "$project")"
[ -e "$project/project.minamo" ] || "$cli" project new "$project" > /dev/null
if [ -n "$photos" ]; then "$cli" import "$project" "$photos"; else "$cli" sample "$project"; fi
"$cli" run "$project"
"$cli" project info "$project"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    "$root/build/release/bin/minamo" "$project" --place styles
else
    printf 'No display here. To look at it on a desktop: %q %q\n' "$root/build/release/bin/minamo" "$project"
fi
