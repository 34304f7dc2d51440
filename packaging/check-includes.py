#!/usr/bin/env python3
"""Checks that includes point down: a file may include its own room and those below it.

The list names the rooms from the bottom to the top; rooms on one line may not include each other.
Names every include that points up, and exits with 1 if there is one.
"""
import pathlib
import re
import sys

ROOMS = [
    ["core/base"],
    ["core/image"],
    ["core/model"],
    ["core/infill"],
    ["core/run"],
    ["core/explain"],
    ["core/evaluate"],
    ["core/train"],
    ["core/engine"],
    ["report"],
    ["ui"],
    ["app"],
]

INCLUDE = re.compile(r'^\s*#include "((?:core|report|ui|app)/[^"]+)"', re.MULTILINE)


def floor_of(path):
    """The number of the floor and the room that a path lies in; None for a file above all rooms."""
    rooms = [(floor, room) for floor, rooms in enumerate(ROOMS) for room in rooms
             if path.startswith(room + "/")]
    return max(rooms, key=lambda found: len(found[1]), default=None)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    wrong = []
    for top in ("core", "report", "ui", "app"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            name = file.relative_to(root).as_posix()
            own = floor_of(name)
            for included in INCLUDE.findall(file.read_text(encoding="utf-8")):
                other = floor_of(included)
                if own is None or other is None or own[1] == other[1] or other[0] < own[0]:
                    continue
                wrong.append(f"{name} includes {included}, which lies in a room above its own")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
