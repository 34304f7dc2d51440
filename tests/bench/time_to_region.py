"""Measures how soon masks that sustain the class need little of the photo: eager PyTorch at the paper's settings
(tests/reference/eager_fido.py) against the engine's presets, in turn. Prints a Markdown table of the seconds until the mean
score of five steps is at least that of the untouched photo, less a tenth of it, with at most this share of the photo kept; and
a second table, of the share kept and the score above that of the untouched photo after so many seconds.

    /usr/bin/python3 tests/bench/time_to_region.py --cli build/release/bin/fidoscope-cli --card CARD PHOTO...
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
SHARES = (0.5, 0.3, 0.2, 0.1, 0.05)
WINDOW = 5
SECONDS = (1, 2, 3, 5, 8, 13, 20, 30, 45)


def engine(args, photo, preset):
    """Returns the seconds, scores and kept shares of every step, and the score of the untouched photo."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([args.cli, "explain", photo, "--classifier", args.card, "--preset", preset, "--infill", args.infill,
                        "--threads", str(args.threads), "--marginal-samples", "0", "--out", folder, "--quiet"], check=True)
        (out,) = [d for d in Path(folder).iterdir() if d.is_dir()]
        rows = list(csv.DictReader((out / "history.csv").open()))
        column = {name: [float(row[name]) for row in rows] for name in ("seconds", "score", "expected_drop")}
        untouched = json.loads((out / "result.json").read_text())["score_original"]
        return column["seconds"], column["score"], [1 - drop for drop in column["expected_drop"]], untouched


def eager(args, photo):
    done = subprocess.run([sys.executable, EAGER, "--card", args.card, "--image", photo, "--infill", args.infill, "--threads",
                           str(args.threads), "--history"], check=True, capture_output=True, text=True)
    history = json.loads(done.stdout)["history"]
    return history["seconds"], history["score"], history["kept"]


def time_to(share, seconds, score, kept, untouched):
    """Returns infinity if the masks never get there."""
    for i in range(WINDOW - 1, len(score)):
        if statistics.mean(score[i - WINDOW + 1:i + 1]) >= untouched - 0.1 * abs(untouched) and kept[i] <= share:
            return seconds[i]
    return float("inf")


def state_at(seconds_wanted, seconds, score, kept, untouched):
    """Returns the kept share and the score above the untouched photo's, the mean of the last five steps until then; the last
    ones after the end of the run, and nothing before its first step."""
    steps = [i for i, value in enumerate(seconds) if value <= seconds_wanted][-WINDOW:]
    return (statistics.mean(kept[i] for i in steps), statistics.mean(score[i] for i in steps) - untouched) if steps else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--card", required=True)
    parser.add_argument("--infill", default="mean", choices=["mean", "local"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("photos", nargs="+")
    args = parser.parse_args()
    width, height = json.loads(Path(args.card).read_text())["input_size"][:0:-1]
    times = {name: {share: [] for share in SHARES} for name in ("eager", "standard", "quick")}
    smallest = {name: [] for name in times}
    states = {name: {moment: [] for moment in SECONDS} for name in times}
    with tempfile.TemporaryDirectory() as folder:
        for i, source in enumerate(args.photos):
            photo = str(Path(folder) / f"{i}.png")  # at the classifier's size, so that all see the same pixels
            Image.open(source).convert("RGB").resize((width, height), Image.BILINEAR).save(photo)
            standard, quick = engine(args, photo, "standard"), engine(args, photo, "quick")
            runs = {"eager": (*eager(args, photo), standard[3]), "standard": standard, "quick": quick}
            for name, run in runs.items():
                smallest[name].append(run[2][-1])
                for share in SHARES:
                    times[name][share].append(time_to(share, *run))
                for moment in SECONDS:
                    states[name][moment].append(state_at(moment, *run))
    print("| | " + " | ".join(f"{share:g}" for share in SHARES) + " | share at the end |\n" + "| --- " * (len(SHARES) + 2) + "|")
    for name, by_share in times.items():
        cells = [f"{statistics.median(by_share[share]):.1f}" for share in SHARES]
        print(f"| {name} | " + " | ".join(cells) + f" | {statistics.median(smallest[name]):.3f} |", flush=True)
    print("\n| | " + " | ".join(f"{moment} s" for moment in SECONDS) + " |\n" + "| --- " * (len(SECONDS) + 1) + "|")
    for name, by_moment in states.items():
        cells = []
        for at in by_moment.values():
            known = [state for state in at if state]
            cells.append(f"{statistics.median(s[0] for s in known):.2f}, {statistics.median(s[1] for s in known):+.1f}"
                         if len(known) == len(at) else "")
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
