#!/usr/bin/env python3
"""Checks the direction of includes: a file may include headers of its own module and of lower layers.

LAYERS lists the modules from the lowest to the highest layer; modules of one layer must not include
each other. Prints every include that violates this, and exits with 1 if there is one.
"""
import pathlib
import re
import sys

LAYERS = [
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


def module_of(path):
    """Returns the layer and the module of a file; None if the file is in no module."""
    modules = [(layer, module) for layer, modules in enumerate(LAYERS) for module in modules
               if path.startswith(module + "/")]
    return max(modules, key=lambda found: len(found[1]), default=None)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    violations = []
    for top in ("core", "report", "ui", "app"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            name = file.relative_to(root).as_posix()
            own = module_of(name)
            for included in INCLUDE.findall(file.read_text(encoding="utf-8")):
                other = module_of(included)
                if own is None or other is None or own[1] == other[1] or other[0] < own[0]:
                    continue
                violations.append(f"{name} includes {included}, which is not in a lower layer")
    for line in violations:
        print(line)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
