"""The engine against eager PyTorch (tests/reference/eager_fido.py): seconds an iteration and final objective, the two
programs in turns on the same classifier, photos and threads, medians over the rounds. Prints a Markdown table.

    python3 compare.py --cli build/release/bin/fidoscope-cli --card CARD --rounds 3 PHOTO...

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

EAGER = Path(__file__).resolve().parent.parent / "reference" / "eager_fido.py"


def engine(args, photo, infill, seed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([args.cli, "explain", photo, "--classifier", args.card, "--method", "fido-ssr", "--infill", infill,
                        "--iterations", str(args.iterations), "--threads", str(args.threads), "--seed", str(seed),
                        "--marginal-samples", "0", "--out", folder, "--quiet"], check=True)
        (out,) = [d for d in Path(folder).iterdir() if d.is_dir()]
        result = json.loads((out / "result.json").read_text())
        ends = [float(row["seconds"]) for row in csv.DictReader((out / "history.csv").open())]
        return statistics.median(b - a for a, b in zip(ends, ends[1:])), result["loss_final"]


def eager(args, photo, infill, seed):
    done = subprocess.run([sys.executable, EAGER, "--card", args.card, "--image", photo, "--infill", infill, "--iterations",
                           str(args.iterations), "--threads", str(args.threads), "--seed", str(seed)],
                          check=True, capture_output=True, text=True)
    result = json.loads(done.stdout)
    return result["seconds_iteration"], result["loss_final"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--card", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--iterations", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("photos", nargs="+")
    args = parser.parse_args()
    print("| infill | eager, s | engine, s | eager / engine | objective, eager | objective, engine |")
    print("| --- | --- | --- | --- | --- | --- |")
    for infill in ("mean", "local"):
        rows = []
        for seed in range(args.rounds):
            for photo in args.photos:
                rows.append(eager(args, photo, infill, seed) + engine(args, photo, infill, seed))
        slow, fast = (statistics.median(r[i] for r in rows) for i in (0, 2))
        ratio = statistics.median(r[0] / r[2] for r in rows)
        print(f"| {infill} | {slow:.4f} | {fast:.4f} | {ratio:.2f} | {statistics.mean(r[1] for r in rows):.3f} "
              f"| {statistics.mean(r[3] for r in rows):.3f} |", flush=True)


if __name__ == "__main__":
    main()
