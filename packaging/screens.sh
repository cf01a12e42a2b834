#!/usr/bin/env bash
# The READMEs' pictures from a finished project:  packaging/screens.sh PROJECT   (writes resources/screens/*.png)
set -euo pipefail
cd "$(dirname "$0")/.."
project=${1:?usage: packaging/screens.sh PROJECT}
export QT_QPA_PLATFORM=offscreen
settings=$(mktemp -d)
trap 'rm -rf "$settings"' EXIT
export XDG_CONFIG_HOME=$settings
for picture in data-ja-light latents-en-dark latents-ja-dark styles-en-light styles-ja-light train-en-light train-ja-light; do
    IFS=- read -r place language theme <<< "$picture"
    file=resources/screens/$picture.png
    "${MINAMO_GUI:-build/release/bin/minamo}" "$project" --place "$place" --language "$language" --theme "$theme" \
        --size 1600x1000 --screenshot "$file"
    ! command -v convert > /dev/null || convert "$file" -strip -dither FloydSteinberg -colors 256 "PNG8:$file"
done
