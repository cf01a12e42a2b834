#!/usr/bin/env python3
"""How long the window waits for the pictures of one photo inside the network, with no job and while one trains.

    tests/bench/interactive.py MINAMO_CLI PROJECT [LARGE.jpg]

PROJECT: one with features (after `minamo-cli run` or `extract`). Each question is another photo, layer and timestep,
so that nothing is known from the one before. The training is `train-diffusion` on drawn pictures, which takes every
core. Prints p50 and p95 in ms as JSON.
"""
import argparse, json, os, signal, struct, subprocess, tempfile, time

TAPS = ["down_blocks.1", "mid_block", "up_blocks.0", "up_blocks.1", "up_blocks.3"]
TIMESTEPS = [10, 100, 300, 600, 50]
QUESTIONS = 20


class Talk:
    def __init__(self, cli, project):
        self.process = subprocess.Popen([cli, "interactive", project], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def ask(self, **question):
        start = time.monotonic()
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        if "answer" not in said:
            raise SystemExit(said)
        if "file" in said["answer"]:
            os.remove(said["answer"]["file"])
        return 1000 * (time.monotonic() - start)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def quantiles(values):
    ordered = sorted(values)
    at = lambda share: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))])
    return {"p50": at(0.5), "p95": at(0.95), "largest": round(ordered[-1])}


def photos_of(project):
    """Ids of photos, from the column of the import artifact."""
    folder = max((os.path.join(project, "artifacts", name) for name in os.listdir(os.path.join(project, "artifacts"))
                  if name.startswith(("import-", "sample-"))), key=os.path.getmtime)
    with open(os.path.join(folder, "samples.safetensors"), "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        column = json.loads(file.read(size))["ids"]
        begin, end = column["data_offsets"]
        file.seek(8 + size + begin)
        return struct.unpack("<%dQ" % ((end - begin) // 8), file.read(end - begin))


def measure(talk, photos):
    times = []
    for i in range(QUESTIONS):
        times.append(talk.ask(id=i, ask="maps", photo=photos[i % len(photos)], tap=TAPS[i % len(TAPS)],
                              timestep=TIMESTEPS[(i // len(TAPS)) % len(TIMESTEPS)]))
        time.sleep(0.05)
    return quantiles(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli")
    parser.add_argument("project")
    parser.add_argument("photo", nargs="?")
    arguments = parser.parse_args()
    photos = photos_of(arguments.project)
    result = {"cores": os.cpu_count(), "load": os.getloadavg()[0]}
    start = time.monotonic()
    talk = Talk(arguments.cli, arguments.project)
    talk.ask(id=0, ask="model")
    result["start and model, ms"] = round(1000 * (time.monotonic() - start))
    if arguments.photo:
        result["photo for 1920 x 1080"] = quantiles(
            [talk.ask(id=0, ask="photo", file=arguments.photo, width=1920, height=1080) for _ in range(5)])
    result["maps, no job"] = measure(talk, photos)
    with tempfile.TemporaryDirectory() as folder:
        job = subprocess.Popen([arguments.cli, "train-diffusion", "--data", "procedural", "--pictures", "400", "--steps", "100000",
                                "-o", os.path.join(folder, "model")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(20)
            assert job.poll() is None, "the training did not start"
            result["maps, while training"] = measure(talk, photos)
            assert job.poll() is None, "the training ended too early"
        finally:
            job.send_signal(signal.SIGKILL)
            job.wait()
    talk.end()
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
