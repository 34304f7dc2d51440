"""Makes the classifiers that tests load: /usr/bin/python3 make_models.py

Run it with torch 1.13, the oldest supported version, so that every later version loads the files. They are written
to models/ beside this file, a few kilobytes each, and a second run writes the same bytes.

usable
  tiny                    three convolutions, 3 x 32 x 32, 10 classes, logits; weights from a fixed seed
  tiny-probabilities      tiny followed by softmax
  tiny-log-probabilities  tiny followed by log_softmax
  tiny-bgr                the same logits from BGR input: the first convolution's channels are reversed
  tiny-grey               tiny with one input channel
  tiny-wide               tiny's file on 3 x 24 x 40, centre crop
  colors                  not random: class i counts the pixels near colour i, so a saliency map must cover them
  index-buffer            tiny whose classes are reordered by an integer buffer
  unknown-key             tiny with a misspelt key in its card, which gives a warning and no error
  blocks                  a stem, two residual blocks in a ModuleList, batch norm, in-place ReLUs
  blocks-scripted         blocks, scripted instead of traced
unusable
  wrong-input     accepts 48 x 48 only, card says 32 x 32        wrong-output    7 values for 10 classes
  output-4d       [N, 10, 1, 1]                                 one-row         one row for any batch size
  returns-nan     always NaN                                    nan-on-black    NaN for a black photo only
  no-gradient     logits rounded to integers                    returns-tuple   (logits, features)
  not-torchscript a state_dict, not a module                    truncated       the first half of tiny.pt
  missing-key, wrong-hash, wrong-shape, wrong-kind, wrong-labels, not-json, absent-file: cards
"""

import hashlib
import io
import json
import os
import sys
import zipfile
from pathlib import Path

import torch
from torch import nn

FOLDER = Path(__file__).resolve().parent / "models"
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
CLASSES = 10
TINY_LABELS = ["tench, Tinca tinca", "goldfish, Carassius auratus", "great white shark, white shark",
               "tiger shark", "hammerhead", "electric ray, crampfish", "stingray", "cock", "hen",
               "ostrich, Struthio camelus"]
COLORS = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1), "yellow": (1, 1, 0), "magenta": (1, 0, 1),
          "cyan": (0, 1, 1), "white": (1, 1, 1), "black": (0, 0, 0), "orange": (1, 0.5, 0),
          "grey": (0.5, 0.5, 0.5)}


class Tiny(nn.Module):
    """Returns logits whose standard deviation over photos is like that of a trained network: about 3."""

    def __init__(self, channels=3):
        super().__init__()
        self.a = nn.Conv2d(channels, 8, 3, padding=1)
        self.b = nn.Conv2d(8, 12, 3, stride=2, padding=1)
        self.c = nn.Conv2d(12, CLASSES, 3, stride=2, padding=1)

    def forward(self, x):
        x = torch.relu(self.a(x))
        x = torch.relu(self.b(x))
        return self.c(x).mean((2, 3))


class Ordered(nn.Module):
    """Indexes with an integer buffer, which a change of precision must not convert."""

    def __init__(self):
        super().__init__()
        self.net = tiny()
        self.register_buffer("order", torch.arange(CLASSES))

    def forward(self, x):
        return self.net(x)[:, self.order]


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.relu(x + self.relu(self.bn(self.conv(x))))


class Blocks(nn.Module):
    """Has layers that a user can name: some are folded by freezing, others are overwritten in place."""

    def __init__(self, channels=6):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, channels, 3, stride=2, padding=1), nn.ReLU(inplace=True))
        self.blocks = nn.ModuleList([Block(channels), Block(channels)])
        self.aside = nn.Conv2d(channels, 2, 1)  # the output does not depend on it
        self.drop = nn.Dropout()
        self.fc = nn.Linear(channels, CLASSES)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        aside = self.aside(x).mean((2, 3)).argmax(1, keepdim=True)
        return self.fc(self.drop(x).mean((2, 3)) + 0 * aside)


class Then(nn.Module):
    """Applies a function to the output of a network."""

    def __init__(self, network, then):
        super().__init__()
        self.network = network
        self.then = then

    def forward(self, x):
        return self.then(self.network(x), x)


class Fixed(nn.Module):
    """Accepts one input size only, like an old network that ends in fully connected layers."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 2, 3, stride=4)
        self.b = nn.Linear(2 * 12 * 12, CLASSES)

    def forward(self, x):
        return self.b(torch.relu(self.a(x)).flatten(1))


class Colors(nn.Module):
    """Scores class i by the share of pixels within about 0.35 of colour i, in [0, 1]; without any, the logit is -4."""

    def __init__(self):
        super().__init__()
        self.register_buffer("colors", torch.tensor(list(COLORS.values())).view(1, CLASSES, 3, 1, 1))

    def forward(self, x):
        distance = (x.unsqueeze(1) - self.colors).pow(2).sum(2)
        near = torch.sigmoid((0.35**2 - distance) * 12)
        return near.mean((2, 3)) * 40 - 4


def tiny(channels=3):
    torch.manual_seed(7)
    network = Tiny(channels).eval()
    with torch.no_grad():
        # Flat colours with a coarse pattern resemble photos more than noise, which averages out.
        coarse = torch.rand(256, channels, 4, 4) * 0.7 + torch.rand(256, channels, 1, 1) * 0.3
        photos = nn.functional.interpolate(coarse, size=(32, 32), mode="bilinear", align_corners=False)
        mean = torch.tensor(MEAN[:channels]).view(1, -1, 1, 1)
        std = torch.tensor(STD[:channels]).view(1, -1, 1, 1)
        y = network((photos - mean) / std)
        scale = 3 / y.std(0)
        network.c.weight *= scale.view(-1, 1, 1, 1)
        network.c.bias.copy_((network.c.bias - y.mean(0)) * scale)
    return network


def blocks():
    torch.manual_seed(11)
    network = Blocks()
    network.train()
    for _ in range(30):  # gives batch norm non-trivial statistics, so that folding them is tested
        network(torch.randn(16, 3, 32, 32))
    with torch.no_grad():
        for block in network.blocks:
            block.bn.weight.uniform_(0.5, 2)
            block.bn.bias.uniform_(-1, 1)
        network.fc.weight *= 4
    return network.eval()


def save(name, network, size=(3, 32, 32), check_batch=True, script=False):
    network = network.eval()
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    torch.manual_seed(1)
    traced = torch.jit.script(network) if script else torch.jit.trace(network, torch.rand(2, *size), check_trace=False)
    if check_batch:
        x = torch.rand(5, *size)
        assert torch.equal(torch.isnan(traced(x)), torch.isnan(network(x)))
        assert torch.allclose(traced(x).nan_to_num(), network(x).nan_to_num(), atol=1e-5), name
    buffer = io.BytesIO()
    torch.jit.save(traced, buffer)
    write_plain(FOLDER / f"{name}.pt", buffer)


def write_plain(path, module):
    """Leaves out the line numbers of this script, so that the bytes and hashes change only with the weights."""
    with zipfile.ZipFile(module) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            if not name.endswith(".debug_pkl"):
                new.writestr(zipfile.ZipInfo(name), old.read(name))


def card(name, file=None, leave_out=(), **changes):
    path = FOLDER / (file or f"{name}.pt")
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "0" * 64
    content = {"format": 1, "kind": "classifier", "id": name, "name": name.replace("-", " ").capitalize(),
               "file": path.name, "sha256": digest, "input_size": [3, 32, 32], "color_order": "RGB",
               "mean": MEAN, "std": STD,
               "interpolation": "bilinear", "crop_mode": "squash", "crop_pct": 1.0, "output": "logits",
               "num_classes": CLASSES, "labels": "tiny_labels.txt", "license": "CC0-1.0",
               "source": "tests/data/make_models.py"}
    content.update(changes)
    for key in leave_out:
        del content[key]
    (FOLDER / f"{name}.card.json").write_text(json.dumps(content, indent=2) + "\n")


def usable():
    save("tiny", tiny())
    card("tiny")
    save("tiny-probabilities", Then(tiny(), lambda y, x: torch.softmax(y, 1)))
    card("tiny-probabilities", output="probabilities")
    save("tiny-log-probabilities", Then(tiny(), lambda y, x: torch.log_softmax(y, 1)))
    card("tiny-log-probabilities", output="log_probabilities")
    turned = tiny()
    turned.a.weight = nn.Parameter(turned.a.weight.flip(1))
    save("tiny-bgr", turned)
    card("tiny-bgr", color_order="BGR", mean=MEAN[::-1], std=STD[::-1])
    save("tiny-grey", tiny(1), (1, 32, 32))
    card("tiny-grey", input_size=[1, 32, 32], color_order="L", mean=[0.45], std=[0.25])
    card("tiny-wide", "tiny.pt", input_size=[3, 24, 40], crop_mode="center", crop_pct=0.875)
    save("colors", Colors())
    card("colors", mean=[0, 0, 0], std=[1, 1, 1], labels="colors_labels.txt")
    card("unknown-key", "tiny.pt", interpolaton="bicubic")


def unusable():
    save("wrong-input", Fixed(), (3, 48, 48))
    card("wrong-input")
    save("wrong-output", Then(tiny(), lambda y, x: y[:, :7]))
    card("wrong-output")
    save("output-4d", Then(tiny(), lambda y, x: y[:, :, None, None]))
    card("output-4d")
    save("one-row", Then(tiny(), lambda y, x: y.mean(0, keepdim=True)))
    card("one-row")
    save("returns-nan", Then(tiny(), lambda y, x: y * float("nan")))
    card("returns-nan")
    save("nan-on-black", Then(tiny(), lambda y, x: y + 0 / x.abs().sum((1, 2, 3)).unsqueeze(1)))
    card("nan-on-black", mean=[0, 0, 0], std=[1, 1, 1])
    save("no-gradient", Then(tiny(), lambda y, x: y.round()))
    card("no-gradient")
    save("returns-tuple", Then(tiny(), lambda y, x: (y, x.mean((2, 3)))), check_batch=False)
    card("returns-tuple")
    torch.save(tiny().state_dict(), FOLDER / "not-torchscript.pt")
    card("not-torchscript")
    whole = (FOLDER / "tiny.pt").read_bytes()
    (FOLDER / "truncated.pt").write_bytes(whole[:len(whole) // 2])
    card("truncated")
    card("missing-key", "tiny.pt", leave_out=["mean"])
    card("wrong-hash", "tiny.pt", sha256="0" * 64)
    card("wrong-shape", "tiny.pt", input_size=[32, 32])
    card("wrong-kind", "tiny.pt", kind="clasifier")
    card("wrong-labels", "tiny.pt", labels="short_labels.txt")
    card("absent-file")
    (FOLDER / "not-json.card.json").write_text('{"format": 1,\n "kind": "classifier",\n "id": \n')


def main():
    FOLDER.mkdir(exist_ok=True)
    # Written like ImageNet's list, with a WordNet id before each label.
    labels = [f"n{1440764 + i:08d} {label}\n" for i, label in enumerate(TINY_LABELS)]
    (FOLDER / "tiny_labels.txt").write_text("".join(labels))
    (FOLDER / "colors_labels.txt").write_text("".join(f"{label}\n" for label in COLORS))
    (FOLDER / "short_labels.txt").write_text("one\ntwo\n")
    usable()
    unusable()
    save("index-buffer", Ordered())  # last, because names inside a file count the classes traced before it
    card("index-buffer")
    for name in ("blocks", "blocks-scripted"):
        save(name, blocks(), script=name != "blocks")
        card(name)
    for path in sorted(FOLDER.iterdir()):
        assert path.stat().st_size < 60_000, path
        print(path.stat().st_size, path.name)


if __name__ == "__main__":
    # A scripted module's constants are written in the order of a set, which depends on the hash seed.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    main()
