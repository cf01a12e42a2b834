#!/usr/bin/env bash
# The node build does real work without Qt, VTK and OpenCV: it answers, and trains a tiny model from a recipe.
#   tests/pipeline/node_smoke.sh build/node/bin/minamo-cli
set -euo pipefail
cli=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for foreign in libQt6 libvtk libopencv; do
    if ldd "$cli" | grep -q "$foreign"; then echo "node smoke: minamo-cli loads $foreign"; exit 1; fi
done
"$cli" doctor --json | python3 -c 'import json,sys; assert any(f["what"] == "library" for f in json.load(sys.stdin))'
"$cli" project new "$work/p" --json > /dev/null
"$cli" project info "$work/p" --json | python3 -c 'import json,sys; assert json.load(sys.stdin)["samples"] == 0'
"$cli" model info "$(dirname "$cli")/../share/minamo/model" --json | python3 -c 'import json,sys; assert json.load(sys.stdin)["parameters"] > 0'
if "$cli" extract "$work/p" 2> "$work/error"; then echo "node smoke: extract without photos should fail"; exit 1; fi
grep -q . "$work/error"
echo "node smoke: 1 passed, 0 failed"
