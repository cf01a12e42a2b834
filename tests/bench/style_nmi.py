#!/usr/bin/env python3
"""How well do features separate the environments of a project, on photos that did not choose the cell?

  style_nmi.py PROJECT FEATURES.npz [--random RANDOM.npz] [--repeats 5] [--bootstrap 1000]

A cell is picked on a random half of the photos (highest k-means NMI against environments, K = number of environments) and
scored on the other half; beside it k-means on the raw pixels' channel means and deviations, and (RANDOM.npz) the same
picking with features of the same network with random weights. 95 % interval: bootstrap over photos of the difference.
FEATURES.npz comes from: minamo-cli features dump PROJECT -o FEATURES.npz.   Needs numpy, scikit-learn, safetensors.
"""
import argparse, json, pathlib
import numpy as np
from safetensors.numpy import load_file
from sklearn.cluster import KMeans
from sklearn.metrics import normalized_mutual_info_score as nmi


def project_data(project):
    """Environment and class codes, and channel means and deviations of the network's own input pixels."""
    document = {}
    for line in (project / "edits.jsonl").read_text().splitlines():
        edit = json.loads(line)
        if edit.get("kind") == "edit":
            document[edit["pointer"]] = edit["after"]
    samples = load_file(project / "artifacts" / document["/samples"] / "samples.safetensors")
    packs = [p for p in (project / "artifacts").glob("pack-*") if document["/samples"] in json.loads((p / "manifest.json").read_text())["inputs"]]
    pixels = load_file(packs[0] / "pixels.safetensors")["pixels"].astype(np.float32)
    facts = np.concatenate([pixels.mean((2, 3)), pixels.std((2, 3))], 1)
    return samples["ids"], samples["environment.codes"], samples["label.codes"], facts


def clusters(x, k, seed):
    return KMeans(k, n_init=10, random_state=seed).fit(x).labels_


def pick(cells, rows, target, k, seed):
    scores = {name: nmi(target[rows], clusters(x[rows], k, seed)) for name, x in cells.items()}
    return max(scores, key=scores.get)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("project", type=pathlib.Path); p.add_argument("features"); p.add_argument("--random")
    p.add_argument("--repeats", type=int, default=5); p.add_argument("--bootstrap", type=int, default=1000)
    a = p.parse_args()
    ids, environment, label, pixels = project_data(a.project)
    k = int(environment.max()) + 1
    sources = {"features": dict(np.load(a.features))}
    if a.random:
        sources["random"] = dict(np.load(a.random))
    for cells in sources.values():
        assert (cells.pop("ids") == ids).all()
    runs = []
    for repeat in range(a.repeats):
        order = np.random.default_rng(repeat).permutation(len(ids))
        first, second = order[: len(ids) // 2], order[len(ids) // 2:]
        run = {"rows": second, "pixels": clusters(pixels[second], k, repeat)}
        line = {"repeat": repeat, "pixels": nmi(environment[second], run["pixels"])}
        for name, cells in sources.items():
            cell = pick(cells, first, environment, k, repeat)
            run[name] = clusters(cells[cell][second], k, repeat)
            line[name] = nmi(environment[second], run[name]); line[name + " cell"] = cell
            line[name + " class"] = nmi(label[second], run[name])
        runs.append(run)
        print(json.dumps({key: round(v, 4) if isinstance(v, float) else v for key, v in line.items()}), flush=True)
    rng = np.random.default_rng(1)
    for other in ["pixels"] + (["random"] if a.random else []):
        differences = []
        for _ in range(a.bootstrap):
            per_repeat = []
            for run in runs:
                s = rng.integers(0, len(run["rows"]), len(run["rows"]))
                t = environment[run["rows"]][s]
                per_repeat.append(nmi(t, run["features"][s]) - nmi(t, run[other][s]))
            differences.append(np.mean(per_repeat))
        mean = lambda name: float(np.mean([nmi(environment[r["rows"]], r[name]) for r in runs]))
        print(json.dumps({"against": other, "features": round(mean("features"), 4), other: round(mean(other), 4),
                          "difference 95 %": [round(float(v), 4) for v in np.percentile(differences, [2.5, 97.5])]}))


if __name__ == "__main__":
    main()
