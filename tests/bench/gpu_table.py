#!/usr/bin/env python3
"""One row of the GPU speed table: bench_gpu_networks and the Python peer in turn, three times, medians.

  gpu_table.py ROW bench_gpu_networks GPU_PEERS.py [--rounds 3]

ROW: sd21, sd21-up1, vae, dit, ddpm or 22M. The peer is what GPU_PEERS.py prints for the same network, batch and
type in its eager or compiled form, as the table asks. Prints one line of Markdown.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

ROWS = {  # row: (--only, mode, batch, at least)
    "sd21": ("sd21-unet@512 all", "compile", 64, 1.0),
    "sd21-up1": ("sd21-unet@512 exit", "eager", 64, 1.3),
    "vae": ("sd-vae", "compile", 16, 1.0),
    "dit": ("dit-xl", "eager", 256, 1.3),
    "ddpm": ("ddpm-cifar10-32 all", "compile", 512, 1.0),
    "22M": ("22M", "compile", 256, 1.0),
}


def lines(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def peer_speed(script, row, python):
    only, mode, batch, _ = ROWS[row]
    command = [python, script, "--only", only] + (["--compile"] if mode == "compile" else [])
    clean = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
    found = [line["per_s"] for line in lines(command, clean) if line.get("mode") == mode and line.get("batch") == batch]
    return found[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("row", choices=ROWS)
    parser.add_argument("ours")
    parser.add_argument("peers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--python", default="python3")
    a = parser.parse_args()
    ours, peers = [], []
    for _ in range(a.rounds):
        ours.append(lines([a.ours, a.row])[0]["per_s"])
        peers.append(peer_speed(a.peers, a.row, a.python))
    ratio = statistics.median(ours) / statistics.median(peers)
    _, mode, batch, bound = ROWS[a.row]
    print(f"| {a.row} | {batch} | {statistics.median(ours):,.0f} ({min(ours):,.0f}-{max(ours):,.0f}) | "
          f"{mode} {statistics.median(peers):,.0f} ({min(peers):,.0f}-{max(peers):,.0f}) | {ratio:.2f} | {bound} |")


if __name__ == "__main__":
    main()
