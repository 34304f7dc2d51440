"""Writes docs/coverage.md from gcovr's summary: python3 coverage-page.py SUMMARY.json"""

import collections
import json
import sys


def room_of(path):
    parts = path.split("/")
    return "/".join(parts[: 1 if parts[0] == "report" else 2])


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "–"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        summary = json.load(file)
    rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
    for entry in summary["files"]:
        sums = rooms[room_of(entry["filename"])]
        for i, key in enumerate(("line_covered", "line_total", "branch_covered", "branch_total")):
            sums[i] += entry[key]
    print("# Coverage\n")
    print("Which lines and branches the tests run, by room. Written by `packaging/check.sh coverage`,")
    print("which leaves a page for each file in `build/coverage/html`.\n")
    print("| room | lines | covered | branches covered |")
    print("| --- | ---: | ---: | ---: |")
    for room, (lines, all_lines, branches, all_branches) in sorted(rooms.items()):
        print(f"| `{room}` | {all_lines} | {percent(lines, all_lines)} | {percent(branches, all_branches)} |")
    total = [sum(column) for column in zip(*rooms.values())]
    print(f"| all | {total[1]} | **{percent(total[0], total[1])}** | {percent(total[2], total[3])} |")


if __name__ == "__main__":
    main()
