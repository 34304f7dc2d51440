"""Compares the engine with eager PyTorch (tests/reference/eager_fido.py) in the default memory layout and in channels-last:
seconds per iteration and final objective. The programs run alternately on the same classifier, pixels and threads. Eager
PyTorch runs once more with the engine's random numbers, so that its objective differs by arithmetic alone. Ratios are
medians over photos and seeds, objectives are means. Prints a Markdown table.

    python3 compare.py --cli build/release/bin/fidoscope-cli --card CARD [--seeds 3] [--infill mean local] -- PHOTO...

Run it with a Python that has PyTorch, NumPy and Pillow, on an otherwise idle machine.
"""

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

EAGER = Path(__file__).resolve().parent.parent / "reference" / "eager_fido.py"


def engine(args, photo, infill, seed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([args.cli, "explain", photo, "--classifier", args.card, "--method", "fido-ssr", "--preset", "paper",
                        "--infill", infill,
                        "--iterations", str(args.iterations), "--threads", str(args.threads), "--seed", str(seed),
                        "--marginal-samples", "0", "--out", folder, "--quiet"], check=True)
        (out,) = [d for d in Path(folder).iterdir() if d.is_dir()]
        result = json.loads((out / "result.json").read_text())
        ends = [float(row["seconds"]) for row in csv.DictReader((out / "history.csv").open())]
        return statistics.median(b - a for a, b in zip(ends, ends[1:])), result["loss_final"]


def eager(args, photo, infill, seed, *layout):
    done = subprocess.run([sys.executable, EAGER, "--card", args.card, "--image", photo, "--infill", infill, "--iterations",
                           str(args.iterations), "--threads", str(args.threads), "--seed", str(seed), *layout],
                          check=True, capture_output=True, text=True)
    result = json.loads(done.stdout)
    return result["seconds_iteration"], result["loss_final"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--card", required=True)
    parser.add_argument("--infill", nargs="+", default=["mean", "local"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--iterations", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("photos", nargs="+")
    args = parser.parse_args()
    width, height = json.loads(Path(args.card).read_text())["input_size"][:0:-1]
    print("| infill | eager, s | eager, channels-last, s | engine, s | eager / engine | channels-last / engine "
          "| objective, eager | eager, engine's u | engine |\n" + "| --- " * 9 + "|")
    with tempfile.TemporaryDirectory() as folder:
        # Photos are resized to the classifier's size beforehand, so that both programs see the same pixels.
        photos = [str(Path(folder) / f"{i}.png") for i in range(len(args.photos))]
        for photo, file in zip(args.photos, photos):
            Image.open(photo).convert("RGB").resize((width, height), Image.BILINEAR).save(file)
        for infill in args.infill:
            rows = [(eager(args, photo, infill, seed), eager(args, photo, infill, seed, "--channels-last"),
                     engine(args, photo, infill, seed), eager(args, photo, infill, seed, "--channels-last", "--engine-noise"))
                    for seed in range(args.seeds) for photo in photos]
            seconds = [statistics.median(row[i][0] for row in rows) for i in range(3)]
            ratios = [statistics.median(row[i][0] / row[2][0] for row in rows) for i in range(2)]
            objectives = [statistics.mean(row[i][1] for row in rows) for i in (0, 3, 2)]
            print(f"| {infill} | " + " | ".join([f"{v:.3f}" for v in seconds] + [f"{v:.2f}" for v in ratios]
                                                + [f"{v:.3f}" for v in objectives]) + " |", flush=True)


if __name__ == "__main__":
    main()
