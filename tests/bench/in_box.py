"""Measures whether maps highlight the object. Prints a Markdown table with, for each folder that `fidoscope-cli explain` wrote:
the ratio of mean importance inside and outside the object's boxes, how often the map's peak lies inside, and p(class) under
sampled masks relative to the original photo.

    python3 in_box.py --boxes shared/data/val/boxes.csv --side 227 RESULTS...

The boxes are in pixels of a photo resized to side x side without keeping its aspect ratio, as the classifier sees it. Photos
whose boxes leave less than a tenth of the area outside are skipped. Needs NumPy.
"""

import argparse
import csv
import json
import statistics
from collections import defaultdict
from pathlib import Path

import numpy as np

LEAST_OUTSIDE = 0.1


def inside_boxes(boxes, shape, side):
    height, width = shape
    inside = np.zeros(shape, bool)
    for box in boxes:
        left, top, right, bottom = (float(box[key]) / side for key in ("x0", "y0", "x1", "y1"))
        inside[int(top * height):int(np.ceil(bottom * height)), int(left * width):int(np.ceil(right * width))] = True
    return inside


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--boxes", required=True)
    parser.add_argument("--side", type=float, required=True)
    parser.add_argument("results", nargs="+")
    args = parser.parse_args()
    boxes = defaultdict(list)
    for row in csv.DictReader(open(args.boxes)):
        boxes[Path(row["image"]).stem].append(row)
    print("| results | photos | inside / outside, median | peak inside | p over masks / p, median |\n| --- | --- | --- | --- | --- |")
    for folder in args.results:
        density, peaks, kept = [], [], []
        for file in sorted(Path(folder).glob("*/result.json")):
            importance = np.load(file.parent / "map.npy")
            inside = inside_boxes(boxes[file.parent.name], importance.shape, args.side)
            if not inside.any() or inside.mean() > 1 - LEAST_OUTSIDE:
                continue
            density.append(importance[inside].mean() / max(importance[~inside].mean(), 1e-6))
            peaks.append(inside[np.unravel_index(importance.argmax(), importance.shape)])
            result = json.loads(file.read_text())
            kept.append(result["marginal"]["mean"] / result["probability_original"])
        if density:
            print(f"| {Path(folder).name} | {len(density)} | {statistics.median(density):.2f} | {sum(peaks)} "
                  f"| {statistics.median(kept):.2f} |")


if __name__ == "__main__":
    main()
