"""Writes a classifier and its card; says whether a card's file is there and whole.

    python3 card.py check CARD

`check` exits with 0 when the file that CARD names has the hash that CARD gives. It needs no torch, so it is quick.
"""

import hashlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path

LABELS = Path(__file__).resolve().parents[2] / "resources" / "labels" / "imagenet1k.txt"
BATCHES = (1, 2, 8)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def write_whole(path, content):
    """Writes bytes to a temporary name beside `path` and renames: a reader sees the old file or the new one."""
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
    """The eager model as TorchScript: evaluation mode, weights without gradients, any batch size.

    The traced module must give the eager one's numbers for batches that it was not traced with, and a gradient with
    respect to the image, which is what every explanation is made of. Raises ValueError where it does not.
    """
    import torch

    model = model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        traced = torch.jit.trace(model, torch.rand(2, *input_size, generator=generator), check_trace=False)
        for batch in BATCHES:
            image = torch.randn(batch, *input_size, generator=generator)
            expected = model(image)
            given = traced(image)
            if expected.dim() != 2 or expected.shape[0] != batch:
                raise ValueError(f"the model returns {list(expected.shape)} for a batch of {batch}; "
                                 "a classifier returns [N, classes]")
            if given.shape != expected.shape:
                raise ValueError(f"traced: shape {list(given.shape)} for a batch of {batch}, expected "
                                 f"{list(expected.shape)}; the network depends on the batch size it was traced with")
            error = (given - expected).abs().max().item()
            scale = max(1.0, expected.abs().max().item())
            if not error <= 1e-4 * scale:
                raise ValueError(f"traced and eager model differ by {error:g} at batch {batch}")
    image = torch.randn(1, *input_size, generator=generator).requires_grad_(True)
    traced(image)[0, 0].backward()
    if image.grad is None or not torch.isfinite(image.grad).all():
        raise ValueError("the traced model gives no finite gradient with respect to its input")
    return traced, expected.shape[1]


def save_classifier(model, out, identifier, *, name, input_size, mean, std, labels=None, color_order="RGB",
                    interpolation="bilinear", crop_mode="squash", crop_pct=1.0, output="logits",
                    feature_layer=None, architecture=None, license=None, source=None):
    """Traces `model` and writes <id>.pt, its labels and <id>.card.json to `out`. Returns the card's path.

    `labels` is a list of names, class by class. The card is written last: where it is, the rest is whole.
    """
    import torch

    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    traced, classes = trace(model, input_size)
    # Saved through memory: torch writes the file's own name into the archive, and that would be the temporary one.
    buffer = io.BytesIO()
    torch.jit.save(traced, buffer)
    content = buffer.getvalue()
    write_whole(out / f"{identifier}.pt", content)

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
            raise ValueError(f"{len(labels)} labels for a model of {classes} classes")
        text = "\n".join(labels) + "\n"
        card["labels"] = "imagenet_labels.txt" if text == LABELS.read_text(encoding="utf-8") else f"{identifier}.labels.txt"
        write_whole(out / card["labels"], text.encode("utf-8"))
    optional = {"feature_layer": feature_layer, "architecture": architecture, "license": license, "source": source}
    card.update({key: value for key, value in optional.items() if value})
    path = out / f"{identifier}.card.json"
    write_whole(path, (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode("utf-8"))
    return path


def imagenet_labels():
    return LABELS.read_text(encoding="utf-8").splitlines()


def problem(path):
    """None when the card at `path` and the files it names are whole, else what is wrong, in one line."""
    path = Path(path)
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        file = path.parent / card["file"]
        if sha256_of(file) != card["sha256"]:
            return f"{file}: not the file that {path} was written for"
        if "labels" in card and not (path.parent / card["labels"]).is_file():
            return f"{path.parent / card['labels']}: missing"
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    except (ValueError, KeyError, TypeError) as error:
        return f"{path}: not a card ({error!r})"
    return None


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "check":
        sys.exit("usage: card.py check CARD")
    found = problem(sys.argv[2])
    if found:
        print(found, file=sys.stderr)
        sys.exit(1)
