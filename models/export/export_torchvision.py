"""Exports a torchvision classifier to TorchScript, with a card.

    python3 export_torchvision.py resnet50 --out DIR                  # downloads torchvision's weights
    python3 export_torchvision.py resnet50 --weights FILE --out DIR   # uses an existing state dict
    python3 export_torchvision.py alexnet --random --out DIR          # random weights, for tests; needs no network

The paper uses alexnet, vgg16 and resnet50.
"""

import argparse
import difflib
import sys

import card

CARD_INTERPOLATIONS = {"nearest": "nearest", "bilinear": "bilinear", "bicubic": "bicubic", "box": "area"}


def card_interpolation(name):
    """Returns the card's name of a torchvision interpolation."""
    if name not in CARD_INTERPOLATIONS:
        raise SystemExit(f"export_torchvision: cards do not support the interpolation \"{name}\"; "
                         f"they support {', '.join(CARD_INTERPOLATIONS)}")
    return CARD_INTERPOLATIONS[name]


def parse_arguments():
    parser = argparse.ArgumentParser(description="Export a torchvision classifier to TorchScript, with a card.")
    parser.add_argument("name", metavar="NAME", help="torchvision's name of the network, such as resnet50")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the model, its labels and its card")
    parser.add_argument("--id", metavar="ID", help="the card's id (default: NAME)")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--weights", metavar="FILE", help="a state dict (default: torchvision's weights, downloaded)")
    group.add_argument("--random", action="store_true", help="random weights, drawn with --seed; needs no network connection")
    parser.add_argument("--version", default="IMAGENET1K_V1", metavar="SET",
                        help="the set of torchvision's weights, which also determines the preprocessing "
                             "(default: %(default)s, as in the paper)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the seed of --random (default: %(default)s)")
    return parser.parse_args()


def main():
    options = parse_arguments()
    try:
        import torch
        from torchvision import models
        available = models.list_models(module=models)
    except ImportError as error:
        sys.exit(f"export_torchvision: {error}; install python3-torchvision, or torchvision from PyPI")
    except AttributeError:
        sys.exit("export_torchvision: torchvision is older than 0.14; install a newer version")

    if options.name not in available:
        matches = difflib.get_close_matches(options.name, available, 1, 0)
        raise ValueError(f"torchvision has no classifier '{options.name}'; did you mean '{matches[0]}'?")
    sets = models.get_model_weights(options.name)
    if options.version not in sets.__members__:
        raise ValueError(f"{options.name} has no weights '{options.version}'; use one of {', '.join(sets.__members__)}")
    weights = sets[options.version]

    torch.manual_seed(options.seed)
    if options.random or options.weights:
        model = models.get_model(options.name, weights=None)
        if options.weights:
            load_state_dict(model, options)
        else:
            calibrate_batch_norm(model)
    else:
        try:
            model = models.get_model(options.name, weights=weights)
        except OSError as error:
            raise ValueError(f"{weights.url} cannot be downloaded ({error}); download it on another machine and "
                             "pass it with --weights, or use --random") from None

    preprocessing = weights.transforms()
    crop, resize = preprocessing.crop_size[0], preprocessing.resize_size[0]
    source = "random weights" if options.random else options.weights or f"torchvision {options.version}"
    path = card.save_classifier(
        model, options.out, options.id or options.name,
        name=options.name + (" (random weights)" if options.random else ""),
        input_size=[3, crop, crop],
        mean=list(preprocessing.mean), std=list(preprocessing.std),
        interpolation=card_interpolation(preprocessing.interpolation.value),
        crop_mode="center", crop_pct=round(crop / resize, 6),
        labels=list(weights.meta["categories"]),
        architecture=options.name,
        license="BSD-3-Clause" if options.random else None,
        source=source)
    print(path)


def load_state_dict(model, options):
    """Loads the state dict --weights into `model`. Raises ValueError if the file is not a state dict of this model."""
    import torch

    try:
        model.load_state_dict(torch.load(options.weights, map_location="cpu", weights_only=True))
    except OSError:
        raise
    except Exception as error:  # torch and pickle raise many types for files of other kinds
        reason = str(error).split(". ")[0].splitlines()[0]
        raise ValueError(f"{options.weights}: is not a state dict of {options.name} ({reason}); use a file that "
                         "torch.save(model.state_dict(), FILE) has written") from None


def calibrate_batch_norm(model):
    """Sets the running statistics of batch norm to those of a random input.

    Otherwise an untrained deep network overflows or returns the same output for every image, and is useless in tests.
    """
    import torch

    layers = [layer for layer in model.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    if not layers:
        return
    for layer in layers:
        layer.momentum = None  # cumulative average
    model.train()
    with torch.no_grad():
        model(torch.randn(4, 3, 320, 320))
    model.eval()


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, RuntimeError) as error:
        sys.exit(f"export_torchvision: {error}")
