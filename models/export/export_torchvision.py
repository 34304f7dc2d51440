"""Exports a torchvision classifier as TorchScript with a card.

    python3 export_torchvision.py resnet50 --out DIR                     downloads torchvision's weights
    python3 export_torchvision.py resnet50 --weights FILE --out DIR      a state dict that is already here
    python3 export_torchvision.py alexnet --random --out DIR             untrained, for tests; needs no network

The paper's classifiers are alexnet, vgg16 and resnet50.
"""

import argparse
import difflib
import sys

import card

INTERPOLATION = {"nearest": "nearest", "bilinear": "bilinear", "bicubic": "bicubic", "box": "area"}


def interpolation(name):
    if name not in INTERPOLATION:
        raise SystemExit(f"export_torchvision: a card has no interpolation \"{name}\"; it knows {', '.join(INTERPOLATION)}")
    return INTERPOLATION[name]


def arguments():
    parser = argparse.ArgumentParser(description="Export a torchvision classifier as TorchScript with a card.")
    parser.add_argument("name", metavar="NAME", help="torchvision's name of the network, such as resnet50")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the model, its labels and its card")
    parser.add_argument("--id", metavar="ID", help="the card's id (default: NAME)")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--weights", metavar="FILE", help="a state dict (default: torchvision's own, downloaded)")
    group.add_argument("--random", action="store_true", help="random weights, from --seed; needs no network")
    parser.add_argument("--version", default="IMAGENET1K_V1", metavar="SET",
                        help="which of torchvision's weights (default: %(default)s, the paper's); it also decides the preprocessing")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of --random (default: %(default)s)")
    return parser.parse_args()


def main():
    options = arguments()
    try:
        import torch
        from torchvision import models
        known = models.list_models(module=models)
    except ImportError as error:
        sys.exit(f"export_torchvision: {error}; install python3-torchvision, or torchvision from PyPI")
    except AttributeError:
        sys.exit("export_torchvision: this torchvision is older than 0.14, install a newer one")

    if options.name not in known:
        near = difflib.get_close_matches(options.name, known, 1, 0)
        raise ValueError(f"torchvision has no classifier '{options.name}'; did you mean '{near[0]}'?")
    sets = models.get_model_weights(options.name)
    if options.version not in sets.__members__:
        raise ValueError(f"{options.name} has no weights '{options.version}'; it has {', '.join(sets.__members__)}")
    weights = sets[options.version]

    torch.manual_seed(options.seed)
    if options.random or options.weights:
        model = models.get_model(options.name, weights=None)
        if options.weights:
            load(model, options)
        else:
            calm(model)
    else:
        try:
            model = models.get_model(options.name, weights=weights)
        except OSError as error:
            raise ValueError(f"{weights.url} cannot be downloaded ({error}); fetch it elsewhere and give it with "
                             "--weights, or use --random") from None

    view = weights.transforms()
    crop, resize = view.crop_size[0], view.resize_size[0]
    source = "random weights" if options.random else options.weights or f"torchvision {options.version}"
    path = card.save_classifier(
        model, options.out, options.id or options.name,
        name=options.name + (" (random weights)" if options.random else ""),
        input_size=[3, crop, crop],
        mean=list(view.mean), std=list(view.std),
        interpolation=interpolation(view.interpolation.value),
        crop_mode="center", crop_pct=round(crop / resize, 6),
        labels=list(weights.meta["categories"]),
        architecture=options.name,
        license="BSD-3-Clause" if options.random else None,
        source=source)
    print(path)


def load(model, options):
    import torch

    try:
        model.load_state_dict(torch.load(options.weights, map_location="cpu", weights_only=True))
    except OSError:
        raise
    except Exception as error:  # torch and pickle raise many kinds for a file that is something else
        reason = str(error).split(". ")[0].splitlines()[0]
        raise ValueError(f"{options.weights}: not a state dict of {options.name} ({reason}); give a file that "
                         "torch.save(model.state_dict(), FILE) wrote") from None


def calm(model):
    """Gives batch norm plain statistics of a random input: an untrained deep network otherwise overflows or answers
    the same for every image, and tests would learn nothing from it."""
    import torch

    layers = [layer for layer in model.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    if not layers:
        return
    for layer in layers:
        layer.momentum = None  # a plain average
    model.train()
    with torch.no_grad():
        model(torch.randn(4, 3, 320, 320))
    model.eval()


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, RuntimeError) as error:
        sys.exit(f"export_torchvision: {error}")
