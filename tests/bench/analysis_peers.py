#!/usr/bin/env python3
"""k-means and UMAP of Minamo beside scikit-learn and umap-learn: same arrays, same run, alternating.

  analysis_peers.py BENCH [--threads 2] [--rounds 3] [--large]

BENCH is build/release/bin/bench_analysis (ninja -C build/release bench_analysis). One JSON line per measurement; "speed" above 1:
Minamo is faster. Needs numpy, safetensors, scikit-learn, umap-learn in a virtual environment of your own.
"""
import argparse, json, pathlib, statistics, subprocess, tempfile, time
import numpy as np
from safetensors.numpy import load_file, save_file


def quality(x, y, labels, k=15):
    from sklearn.manifold import trustworthiness
    from sklearn.metrics import silhouette_score
    from sklearn.neighbors import NearestNeighbors
    near = lambda z: NearestNeighbors(n_neighbors=k + 1).fit(z).kneighbors(z, return_distance=False)[:, 1:]
    kept = np.mean([len(set(p) & set(q)) / k for p, q in zip(near(x), near(y))])
    few = np.random.default_rng(0).permutation(len(x))[:5000]
    return {"trustworthiness": round(float(trustworthiness(x[few], y[few], n_neighbors=k)), 4), "kept15": round(float(kept), 4),
            "silhouette": round(float(silhouette_score(y[few], labels[few])), 3)}


def ours(bench, words):
    return json.loads(subprocess.run([bench, *map(str, words)], check=True, capture_output=True, text=True).stdout)


def kmeans(a, folder, x, k, name):
    from sklearn.cluster import KMeans
    init = x[np.random.default_rng(1).choice(len(x), k, replace=False)].copy()
    save_file({"X": x, "init": init}, folder / "data.safetensors")
    times = {"minamo": [], "scikit-learn": []}
    for _ in range(a.rounds):
        mine = ours(a.bench, ["kmeans", folder / "data.safetensors", a.threads, 100])
        t = time.perf_counter(); m = KMeans(k, init=init, n_init=1, max_iter=100, tol=0).fit(x); t = time.perf_counter() - t
        times["minamo"].append(mine["seconds"]); times["scikit-learn"].append(t)
    print(json.dumps({"what": f"kmeans {name} k={k}", "minamo_s": times["minamo"], "sklearn_s": times["scikit-learn"],
                      "inertia_ratio": mine["inertia"] / m.inertia_, "iterations": [mine["iterations"], m.n_iter_],
                      "speed": statistics.median(times["scikit-learn"]) / statistics.median(times["minamo"])}), flush=True)
    mine = ours(a.bench, ["starts", folder / "data.safetensors", a.threads, k])
    t = time.perf_counter(); m = KMeans(k, n_init=10).fit(x); t = time.perf_counter() - t
    print(json.dumps({"what": f"kmeans++ {name} k={k} ten starts", "minamo_s": mine["seconds"], "sklearn_s": t,
                      "inertia_ratio": mine["inertia"] / m.inertia_, "speed": t / mine["seconds"]}), flush=True)


def embed(a, folder, x, labels, name):
    import umap
    save_file({"X": x}, folder / "data.safetensors")
    umap.UMAP().fit(x[:200])                                  # compiles, so that the timing is fair
    mine, peer = [], []
    for round in range(a.rounds):
        mine.append(ours(a.bench, ["embed", folder / "data.safetensors", a.threads, folder / "xy.safetensors", round])["seconds"])
        state = {"random_state": round, "n_jobs": 1} if a.threads == 1 else {"n_jobs": a.threads}
        t = time.perf_counter(); y = umap.UMAP(**state).fit_transform(x); peer.append(time.perf_counter() - t)
        print(json.dumps({"what": f"umap {name}", "n": len(x), "minamo": quality(x, load_file(folder / "xy.safetensors")["xy"], labels),
                          "umap-learn": quality(x, y, labels), "minamo_s": mine[-1], "umap_learn_s": peer[-1]}), flush=True)
    print(json.dumps({"what": f"umap {name} speed", "threads": a.threads, "speed": statistics.median(peer) / statistics.median(mine)}))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("bench"); p.add_argument("--threads", type=int, default=2); p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--golden", default=pathlib.Path(__file__).parent.parent / "golden/J_analysis")
    p.add_argument("--large", action="store_true", help="also 100,000 x 256 for k-means and 20,000 x 50 clouds for UMAP")
    a = p.parse_args()
    golden = load_file(pathlib.Path(a.golden) / "analysis.safetensors")
    digits, truth = golden["digits.X"].astype(np.float32), golden["digits.y"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        kmeans(a, folder, digits, 10, "digits")
        embed(a, folder, digits, truth, "digits")
        if a.large:
            random = np.random.default_rng(0)
            labels = random.integers(0, 35, 100_000)
            kmeans(a, folder, (random.normal(size=(35, 256))[labels] + random.normal(size=(100_000, 256))).astype(np.float32), 35, "clouds")
            few = labels[:20_000] % 20
            embed(a, folder, (2 * random.normal(size=(20, 50))[few] + random.normal(size=(20_000, 50))).astype(np.float32), few, "clouds")


if __name__ == "__main__":
    main()
