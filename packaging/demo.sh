#!/usr/bin/env bash
# The whole story in one command: set-up, build, the main job on the sample plant, and the window if there is a display.
#   packaging/demo.sh                 the synthetic plant
#   packaging/demo.sh FOLDER          your own photos (class/image or environment/class/image)
#   packaging/demo.sh FOLDER PROJECT  ... with the project kept in PROJECT
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
photos=${1:+$(realpath "$1")}
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
    echo "No display here. To look at it on a desktop: build/release/bin/minamo $project"
fi
