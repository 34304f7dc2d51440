"""Exports a classifier with its card, and checks that the files of a card are complete.

    python3 card.py check CARD

`check` exits with 0 if the model file has the hash that CARD records and the labels exist, and with 1 otherwise. It does
not import torch, so it is fast.
"""

import hashlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path

IMAGENET_LABELS_FILE = Path(__file__).resolve().parents[2] / "resources" / "labels" / "imagenet1k.txt"
TEST_BATCH_SIZES = (1, 2, 8)


def sha256_of(path):
    """Returns the lower-case hexadecimal SHA-256 of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def write_atomically(path, content):
    """Writes bytes to a temporary file beside `path` and renames it, so that a reader sees the old or the new file."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def trace(model, input_size):
    """Traces `model` in evaluation mode, without gradients for its weights, for any batch size.

    `input_size` is [channels, height, width]. Returns the TorchScript module and the number of classes. Raises ValueError
    if the traced module differs from the model at batch sizes that it was not traced with, or gives no gradient with
    respect to the image, which every explanation needs.
    """
    import torch

    model = model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        traced = torch.jit.trace(model, torch.rand(2, *input_size, generator=generator), check_trace=False)
        for batch in TEST_BATCH_SIZES:
            image = torch.randn(batch, *input_size, generator=generator)
            expected = model(image)
            actual = traced(image)
            if expected.dim() != 2 or expected.shape[0] != batch:
                raise ValueError(f"the model returns {list(expected.shape)} for a batch of {batch}; "
                                 "a classifier must return [N, classes]")
            if actual.shape != expected.shape:
                raise ValueError(f"the traced model returns {list(actual.shape)} for a batch of {batch}, expected "
                                 f"{list(expected.shape)}; the network depends on the batch size that it was traced with")
            error = (actual - expected).abs().max().item()
            scale = max(1.0, expected.abs().max().item())
            if not error <= 1e-4 * scale:
                raise ValueError(f"the traced model differs from the original by {error:g} for a batch of {batch}")
    image = torch.randn(1, *input_size, generator=generator).requires_grad_(True)
    traced(image)[0, 0].backward()
    if image.grad is None or not torch.isfinite(image.grad).all():
        raise ValueError("the traced model gives no finite gradient with respect to its input")
    return traced, expected.shape[1]


def save_classifier(model, out, identifier, *, name, input_size, mean, std, labels=None, color_order="RGB",
                    interpolation="bilinear", crop_mode="squash", crop_pct=1.0, output="logits",
                    feature_layer=None, architecture=None, license=None, source=None):
    """Traces `model` and writes <identifier>.pt, its labels and <identifier>.card.json to the folder `out`.

    `input_size` is [channels, height, width], `mean` and `std` have one number per channel, `labels` is the list of class
    names. docs/cards.md describes the other parameters, which are keys of the card. The card is written last, so if it
    exists, the other files are complete. Returns the card's path. Raises ValueError if the model cannot be traced or the
    number of labels is wrong.
    """
    import torch

    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    traced, classes = trace(model, input_size)
    # Save to memory first: torch writes the file's name into the archive, and that would be the temporary name.
    buffer = io.BytesIO()
    torch.jit.save(traced, buffer)
    content = buffer.getvalue()
    write_atomically(out / f"{identifier}.pt", content)

    card = {
        "format": 1,
        "kind": "classifier",
        "id": identifier,
        "name": name,
        "file": f"{identifier}.pt",
        "sha256": hashlib.sha256(content).hexdigest(),
        "input_size": list(input_size),
        "color_order": color_order,
        "mean": list(mean),
        "std": list(std),
        "interpolation": interpolation,
        "crop_mode": crop_mode,
        "crop_pct": crop_pct,
        "output": output,
        "num_classes": classes,
    }
    if labels is not None:
        if len(labels) != classes:
            raise ValueError(f"{len(labels)} labels for a model with {classes} classes")
        text = "\n".join(labels) + "\n"
        is_imagenet = text == IMAGENET_LABELS_FILE.read_text(encoding="utf-8")
        card["labels"] = "imagenet_labels.txt" if is_imagenet else f"{identifier}.labels.txt"
        write_atomically(out / card["labels"], text.encode("utf-8"))
    optional = {"feature_layer": feature_layer, "architecture": architecture, "license": license, "source": source}
    card.update({key: value for key, value in optional.items() if value})
    path = out / f"{identifier}.card.json"
    write_atomically(path, (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode("utf-8"))
    return path


def imagenet_labels():
    """Returns the 1000 class names of ImageNet, in the order of the classes."""
    return IMAGENET_LABELS_FILE.read_text(encoding="utf-8").splitlines()


def find_problem(path):
    """Returns None if the card at `path` and its files are complete, otherwise one line that says what is wrong."""
    path = Path(path)
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        file = path.parent / card["file"]
        if sha256_of(file) != card["sha256"]:
            return f"{file}: is not the file that {path} describes; its SHA-256 differs"
        if "labels" in card and not (path.parent / card["labels"]).is_file():
            return f"{path.parent / card['labels']}: does not exist"
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    except (ValueError, KeyError, TypeError) as error:
        return f"{path}: is not a card ({error!r})"
    return None


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "check":
        sys.exit("usage: card.py check CARD")
    problem = find_problem(sys.argv[2])
    if problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
