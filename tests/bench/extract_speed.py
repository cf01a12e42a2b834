#!/usr/bin/env python3
"""Extraction against diffusers on the same model, photos and threads, alternating; one JSON object at the end.

  extract_speed.py MINAMO_CLI CPU_PEERS.py [--model DIR] [--photos 400] [--t 50] [--threads 2] [--rounds 3]

CPU_PEERS.py is called as "CPU_PEERS.py extract MODEL IMAGES.npy --t T --threads N [--batch B]" and prints a JSON line with
per_s: photos per second with all blocks pooled, loading and warm-up not counted. Ours is counted alike: from the first
progress line (nothing done) to the last (every chunk on disk), so the noise and the writing are inside.
Needs a Python environment with torch, diffusers, numpy and safetensors; run it on a quiet machine.
"""
import argparse, json, os, pathlib, statistics, subprocess, sys, tempfile, time
import numpy as np
from safetensors.numpy import load_file


def ours(a, project, env):
    command = [a.cli, "extract", project, "--taps", "blocks", "--timesteps", str(a.t), "--device", "cpu",
               "--threads", str(a.threads), "--progress", "json"]
    if a.our_batch:
        command += ["--batch", str(a.our_batch)]
    first = last = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        for line in process.stdout:
            now = time.perf_counter()
            if not line.startswith('{"done"'):
                continue
            step = json.loads(line)
            if step["stage"] != "extract":
                continue
            first = first or (now, step["done"])
            last = (now, step["done"], step["total"])
    if process.returncode != 0 or not last or last[1] != last[2] or first[1] > last[2] // 2:
        sys.exit("extract failed or had less to do than expected")
    return a.photos / (last[0] - first[0])  # the steps before it have had their part of the progress


def theirs(a, model, images, env):
    command = [sys.executable, a.peers, "extract", model, images, "--t", str(a.t), "--threads", str(a.threads),
               "--batch", str(a.peer_batch)]
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    return json.loads(out.strip().splitlines()[-1])["per_s"]


def forget_cells(project):
    for cell in pathlib.Path(project, "artifacts").glob("*cell-*"):
        subprocess.run(["rm", "-r", str(cell)], check=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("cli"); p.add_argument("peers"); p.add_argument("--model")
    p.add_argument("--photos", type=int, default=400); p.add_argument("--t", type=int, default=50)
    p.add_argument("--threads", type=int, default=2); p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--our-batch", type=int, default=0); p.add_argument("--peer-batch", type=int, default=32)
    a = p.parse_args()
    env = dict(os.environ, OMP_NUM_THREADS=str(a.threads))
    model = a.model or str(pathlib.Path(a.cli).resolve().parent.parent / "share" / "minamo" / "model")
    with tempfile.TemporaryDirectory() as folder:
        project = folder + "/p"
        quiet = dict(check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        subprocess.run([a.cli, "project", "new", project], **quiet)
        subprocess.run([a.cli, "sample", project, "--count", str(a.photos)], **quiet)
        if a.model:
            subprocess.run([a.cli, "model", "add", project, a.model], **quiet)
        ours(a, project, env)  # makes the pack and warms the disk
        pack = next(pathlib.Path(project, "artifacts").glob("pack-*"))
        images = folder + "/images.npy"
        np.save(images, load_file(pack / "pixels.safetensors")["pixels"].astype(np.float32) / 127.5 - 1)
        rates = {"minamo": [], "diffusers": []}
        for _ in range(a.rounds):
            forget_cells(project)
            rates["minamo"].append(ours(a, project, env))
            rates["diffusers"].append(theirs(a, model, images, env))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(json.dumps({"photos": a.photos, "threads": a.threads, "per_s": rates, "median": medians,
                      "ratio": medians["minamo"] / medians["diffusers"], "load": os.getloadavg()[0]}))


if __name__ == "__main__":
    main()
