#!/usr/bin/env bash
# Brings what Minamo is built with: system packages (Debian 12; Ubuntu 24.04 by the same names, untested there) and
# LibTorch into .deps/. Safe to run again: it does only what is missing.
#   packaging/setup.sh           everything for window, command line and tests
#   packaging/setup.sh --node    a cluster node: minamo-cli only (no Qt, VTK, OpenCV)
#   packaging/setup.sh --gpu     also NVIDIA's companion wheels (2 GB); needs a driver
#   MINAMO_LIBTORCH=DIR          use an existing LibTorch (folder that holds torch/), 2.7 or newer
set -euo pipefail
[ -z "${MINAMO_LIBTORCH:-}" ] || MINAMO_LIBTORCH=$(realpath -m "$MINAMO_LIBTORCH")
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

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
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" > /dev/null ||
        stop "the packages could not be installed: ${missing[*]}" "run apt-get install by hand and read what it says."
}

# name==version sha256 : what LibTorch 2.11.0 consists of on a machine without a GPU ...
cpu_wheels="
torch==2.11.0 7aa2f9bbc6d4595ba72138026b2074be1233186150e9292865e04b7a63b8c67a
nvidia-cuda-runtime==13.0.96 7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548
nvidia-cuda-cupti==13.0.85 4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8
"
# ... and what its metadata names for NVIDIA GPUs.
gpu_wheels="
nvidia-cublas==13.1.0.3 ee8722c1f0145ab246bccb9e452153b5e0515fd094c3678df50b2a0888b8b171
nvidia-cuda-nvrtc==13.0.88 ad9b6d2ead2435f11cbb6868809d2adeeee302e9bb94bcf0539c7a40d80e8575
nvidia-cudnn-cu13==9.19.0.56 d20e1734305e9d68889a96e3f35094d733ff1f83932ebe462753973e53a572bf
nvidia-cufft==12.0.0.61 6c44f692dce8fd5ffd3e3df134b6cdb9c2f72d99cf40b62c32dde45eea9ddad3
nvidia-cufile==1.15.1.6 08a3ecefae5a01c7f5117351c64f17c7c62efa5fffdbe24fc7d298da19cd0b44
nvidia-curand==10.4.0.35 1aee33a5da6e1db083fe2b90082def8915f30f3248d5896bcec36a579d941bfc
nvidia-cusolver==12.0.4.66 0a759da5dea5c0ea10fd307de75cdeb59e7ea4fcb8add0924859b944babf1112
nvidia-cusparse==12.6.3.3 2b3c89c88d01ee0e477cb7f82ef60a11a4bcd57b6b87c33f789350b59759360b
nvidia-cusparselt-cu13==0.8.0 25e30a8a7323935d4ad0340b95a0b69926eee755767e8e0b1cf8dd85b197d3fd
nvidia-nccl-cu13==2.28.9 e4553a30f34195f3fa1da02a6da3d6337d28f2003943aa0a3d247bbc25fefc42
nvidia-nvjitlink==13.0.88 13a74f429e23b921c1109976abefacc69835f2f433ebd323d3946e11d804e47b
nvidia-nvshmem-cu13==3.4.5 290f0a2ee94c9f3687a02502f3b9299a9f9fe826e6d0287ee18482e78d495b80
nvidia-nvtx==13.0.85 4936d1d6780fbe68db454f5e72a42ff64d1fd6397df9f363ae786930fd5c1cd4
"

fetch() { # requirement, folder
    local platforms=(--platform manylinux2014_x86_64) minor
    for minor in $(seq 17 28); do platforms+=(--platform "manylinux_2_${minor}_x86_64"); done
    python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 --implementation cp --abi cp311 \
        "${platforms[@]}" -d "$2" "$1" ||
        stop "$1 could not be downloaded." "check the network (a package index must be reachable), or set MINAMO_LIBTORCH to an existing LibTorch."
}

install_wheel() { # requirement, sha256, folder
    local name=${1%%==*} wheels
    local mark=$3/.installed-${1//[^A-Za-z0-9.]/_}
    [ ! -e "$mark" ] || return 0
    echo "setup.sh: fetching $1"
    wheels=$scratch/$name
    fetch "$1" "$wheels"
    local file
    file=$(ls "$wheels"/*.whl)
    if ! echo "$2  $file" | sha256sum -c --quiet - 2> /dev/null; then
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
    local wheels=$cpu_wheels
    [ "$gpu" = no ] || wheels+=$gpu_wheels
    echo "$wheels" | while read -r requirement hash; do
        [ -z "$requirement" ] || install_wheel "$requirement" "$hash" "$folder"
    done
}

[ -n "${MINAMO_SKIP_PACKAGES:-}" ] || install_packages
install_libtorch
