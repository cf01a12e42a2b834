#!/usr/bin/env bash
# Brings what Minamo is built with: system packages (Debian 12; Ubuntu 24.04 by the same names, untested there) and
# LibTorch into .deps/. Safe to run again: it does only what is missing.
#   packaging/setup.sh           everything for window, command line and tests
#   packaging/setup.sh --node    a cluster node: minamo-cli only (no Qt, VTK, OpenCV)
#   packaging/setup.sh --gpu     also NVIDIA's companion wheels (2 GB); needs a driver
#   MINAMO_LIBTORCH=DIR          use an existing LibTorch (folder that holds torch/), 2.7 or newer
set -euo pipefail
cd "$(dirname "$0")/.."

kind=full gpu=no
for argument in "$@"; do
    case $argument in
        --node) kind=node ;;
        --gpu) gpu=yes ;;
        *) echo "setup.sh: unknown option $argument (known: --node, --gpu)" >&2; exit 2 ;;
    esac
done

stop() { # sentence, next step
    printf 'setup.sh: %s\n  Next: %s\n' "$1" "$2" >&2
    exit 1
}

wanted_packages() {
    awk -v kind="$kind" '/^#/ { next } $1 == "base" || kind == "full" { for (i = 2; i <= NF; i++) print $i }' packaging/packages.txt
}

install_packages() {
    command -v dpkg-query > /dev/null || stop "this system has no dpkg." \
        "use Debian 12 or Ubuntu 24.04, or install the packages of packaging/packages.txt by other means and set MINAMO_SKIP_PACKAGES=1."
    local missing=()
    for package in $(wanted_packages); do
        dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local root=()
    [ "$(id -u)" = 0 ] || root=(sudo)
    [ "$(id -u)" = 0 ] || command -v sudo > /dev/null || stop "packages are missing and neither root nor sudo is at hand: ${missing[*]}" \
        "ask an administrator to install them, then run this again."
    echo "setup.sh: installing ${#missing[@]} packages"
    "${root[@]}" apt-get update -q > /dev/null || stop "the package lists could not be read." "check the network and /etc/apt/sources.list."
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" > /dev/null ||
        stop "the packages could not be installed: ${missing[*]}" "run apt-get install by hand and read what it says."
}

# name==version sha256 : what LibTorch 2.11.0 consists of on a machine without a GPU
cpu_wheels="
torch==2.11.0 7aa2f9bbc6d4595ba72138026b2074be1233186150e9292865e04b7a63b8c67a
nvidia-cuda-runtime==13.0.96 7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548
nvidia-cuda-cupti==13.0.85 4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8
"

fetch() { # requirement, folder
    python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 --implementation cp --abi cp311 \
        --platform manylinux_2_28_x86_64 --platform manylinux_2_25_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
        --platform manylinux_2_27_x86_64 -d "$2" "$1" ||
        stop "$1 could not be downloaded." "check the network (a package index must be reachable), or set MINAMO_LIBTORCH to an existing LibTorch."
}

install_wheel() { # requirement, sha256 ("" = not pinned), folder
    local name=${1%%==*} wheels
    local mark=$3/.installed-${1//[^A-Za-z0-9.]/_}
    [ ! -e "$mark" ] || return 0
    echo "setup.sh: fetching $1"
    wheels=$(mktemp -d)
    fetch "$1" "$wheels"
    local file
    file=$(ls "$wheels"/*.whl)
    if [ -n "$2" ] && ! echo "$2  $file" | sha256sum -c --quiet - 2> /dev/null; then
        rm -rf "$wheels"
        stop "the download of $name is not the file this version was tested with." "run again; if it stays so, report it: the pinned hash is in packaging/setup.sh."
    fi
    python3 -m zipfile -e "$file" "$3" || stop "$name could not be unpacked." "free 2 GB of disk and run again."
    rm -rf "$wheels"
    touch "$mark"
}

install_libtorch() {
    if [ -n "${MINAMO_LIBTORCH:-}" ]; then
        [ -e "$MINAMO_LIBTORCH/torch/include/ATen/ATen.h" ] || [ -e "$MINAMO_LIBTORCH/include/ATen/ATen.h" ] ||
            stop "MINAMO_LIBTORCH=$MINAMO_LIBTORCH holds no LibTorch." "point it at a folder that holds torch/include and torch/lib, or unset it."
        return 0
    fi
    [ "$(uname -m)" = x86_64 ] || stop "the pinned LibTorch is for x86_64, this machine is $(uname -m)." "set MINAMO_LIBTORCH to a LibTorch for this machine."
    local folder=.deps/libtorch
    mkdir -p "$folder"
    echo "$cpu_wheels" | while read -r requirement hash; do
        [ -z "$requirement" ] || install_wheel "$requirement" "$hash" "$folder"
    done
    [ "$gpu" = no ] || install_gpu_wheels "$folder"
}

# The companions torch 2.11.0 names for itself: their versions are read from its own metadata, so they cannot drift.
install_gpu_wheels() {
    sed -n 's/^Requires-Dist: \(nvidia-[a-z0-9-]*\)\(\[[^]]*\]\)\{0,1\} *\(==[0-9.]*\).*/\1\3/p' "$1"/torch-*.dist-info/METADATA | sort -u |
        while read -r requirement; do install_wheel "$requirement" "" "$1"; done
}

[ -n "${MINAMO_SKIP_PACKAGES:-}" ] || install_packages
install_libtorch
