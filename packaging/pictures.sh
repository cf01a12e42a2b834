#!/usr/bin/env bash
# Pictures of every place, made by the program itself:   packaging/pictures.sh PROJECT [OUTDIR]
#   resources/help/pictures/{ja,en}/PLACE.png   light, for the user guide and the READMEs, reduced
#   .../import.png                              the question before photos are read (PROJECT holds the sample plant)
#   OUTDIR/PLACE-{ja,en}-{light,dark}.png       the full set, as painted
set -euo pipefail
cd "$(dirname "$0")/.."
project=${1:?usage: packaging/pictures.sh PROJECT [OUTDIR]}
minamo=${MINAMO_GUI:-build/release/bin/minamo}
pictures=resources/help/pictures
limit=4000000 # bytes of the guide's pictures together
export QT_QPA_PLATFORM=offscreen
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${2:-$work/pictures}
mkdir -p "$out" "$pictures/ja" "$pictures/en" "$work/settings"
export XDG_CONFIG_HOME=$work/settings XDG_RUNTIME_DIR=$work # the user's own window settings stay out of it

reduce() { # FROM TO
    if command -v pngquant > /dev/null; then
        pngquant --nofs --force --strip --output "$2" 256 "$1"
    elif command -v convert > /dev/null; then
        convert "$1" -strip +dither -colors 256 "PNG8:$2"
    else
        cp "$1" "$2"
    fi
}

read -ra places <<< "$("$minamo" --language en --help | sed -n 's/^ *--place NAME.*: //p' | tr -d ,)"
picture() { # PROJECT PLACE NAME
    local language theme file
    for language in ja en; do
        for theme in light dark; do
            file=$out/$3-$language-$theme.png
            "$minamo" "$1" --place "$2" --language "$language" --theme "$theme" --size 1440x900 \
                --screenshot "$file"
            [ $theme = dark ] || reduce "$file" "$pictures/$language/$3.png"
        done
    done
}

for place in "${places[@]}"; do
    picture "$project" "$place" "$place"
done
photos=$(find "$project/sample" -mindepth 1 -maxdepth 1 -name 'seed*' -print -quit)
cp -r "$photos" "$work/photos"
HOME=$work picture "$work/photos" data import # shown as ~/photos
bytes=$(find "$pictures" -name '*.png' -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
printf 'pictures.sh: %d places, %d bytes in %s\n' "${#places[@]}" "$bytes" "$pictures"
if [ "$bytes" -gt $limit ]; then
    printf 'pictures.sh: more than %d bytes.\n  Next: install pngquant and run it again.\n' $limit >&2
    exit 1
fi
