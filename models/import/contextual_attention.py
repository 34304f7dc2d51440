"""Turns published weights of the contextual-attention inpainter (Yu et al. 2018) into files for Fidoscope.

    python3 contextual_attention.py CHECKPOINT --out DIR [--id ca]

CHECKPOINT is the authors' TensorFlow checkpoint (its prefix, its .index file or its folder) or a PyTorch file of the port.
Writes DIR/ID.safetensors and DIR/ID.card.json. Needs NumPy, and torch for PyTorch files only; README.md says the rest.
Exits with 3 and a line that names what is wrong, with 2 for wrong usage.
"""

import argparse
import hashlib
import inspect
import json
import re
import struct
import sys
from pathlib import Path

try:
    import numpy as np
except ImportError:
    print("contextual_attention: needs NumPy (python3-numpy)", file=sys.stderr)
    sys.exit(3)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "export"))
import card  # noqa: E402


class Unusable(Exception):
    """One line for the person at the terminal."""


# What a card says of the weights: convention, color_order, license. OpenCV hands the authors' photos over as BGR.
AUTHORS = ("tensorflow", "BGR", "CC-BY-NC-4.0")
PORT = ("pytorch", "RGB", "MIT")

# --- The network ---------------------------------------------------------------------------------------------------------------


def layers(c):
    """Every layer at width c, in our file's order: (name, output channels, input channels, side of the kernel)."""

    def first_six(kind, second, fourth):
        return [(f"{kind}1", c, 5, 5), (f"{kind}2_downsample", second, c, 3), (f"{kind}3", 2 * c, second, 3),
                (f"{kind}4_downsample", fourth, 2 * c, 3), (f"{kind}5", 4 * c, fourth, 3), (f"{kind}6", 4 * c, 4 * c, 3)]

    def same(*names):
        return [(name, 4 * c, 4 * c, 3) for name in names]

    def dilated(kind):
        return same(*(f"{kind}{i}_atrous" for i in range(7, 11)))

    def last_seven(kind, inputs):
        return [(f"{kind}11", 4 * c, inputs, 3), (f"{kind}12", 4 * c, 4 * c, 3), (f"{kind}13_upsample", 2 * c, 4 * c, 3),
                (f"{kind}14", 2 * c, 2 * c, 3), (f"{kind}15_upsample", c, 2 * c, 3), (f"{kind}16", c // 2, c, 3),
                (f"{kind}17", 3, c // 2, 3)]

    return (first_six("conv", 2 * c, 4 * c) + dilated("conv") + last_seven("conv", 4 * c) +
            first_six("xconv", c, 2 * c) + dilated("xconv") +
            first_six("pmconv", c, 4 * c) + same("pmconv9", "pmconv10") + last_seven("allconv", 8 * c))


def collect(source):
    """[(our name, float32 array)] out of a Bundle or a StateDict, every shape checked."""

    def read(layer, part):
        name = source.name(layer, part)
        value = source.read(name)
        if not np.isfinite(value).all():
            raise Unusable(f'{source.file}: "{name}" holds NaN or infinity, expected numbers')
        return name, value

    def refuse(name, value, expected):
        raise Unusable(f'{source.file}: "{name}" is {list(value.shape)}, expected {expected}')

    name, first = read("conv1", "weight")
    if first.ndim != 4:
        refuse(name, first, "the four sides of a convolution's kernel")
    width = first.shape[3 if source.hwio else 0]
    if width < 2:
        refuse(name, first, "2 outputs or more")
    found = []
    for layer, outputs, inputs, side in layers(width):
        name, value = read(layer, "weight")
        expected = [side, side, inputs, outputs] if source.hwio else [outputs, inputs, side, side]
        if list(value.shape) != expected:
            refuse(name, value, f"{expected} at width {width}")
        found.append((f"{layer}.weight", value.transpose(3, 2, 0, 1) if source.hwio else value))
        name, value = read(layer, "bias")
        if list(value.shape) != [outputs]:
            refuse(name, value, f"[{outputs}] at width {width}")
        found.append((f"{layer}.bias", value))
    return found


# --- TensorFlow ----------------------------------------------------------------------------------------------------------------
# A checkpoint is a "tensor bundle": PREFIX.index is a table in LevelDB's format from a variable's name to a protocol buffer that
# says where its numbers lie in PREFIX.data-0000i-of-0000n. Both are simple enough that nobody needs TensorFlow for them.

TABLE_MAGIC = 0xDB4775248B80FB57
FLOAT = 1  # DT_FLOAT in TensorFlow's enumeration of types


def crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CRC_TABLE = crc_table()


def masked_crc32c(data):
    """Castagnoli's CRC, turned and shifted as LevelDB stores it, so that a CRC of data that holds CRCs stays good."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


class Cut(Exception):
    """The bytes end or contradict themselves; the caller knows which file they are of."""


def take(data, at, length):
    # A slice past the end is short without a word.
    if at + length > len(data):
        raise Cut
    return data[at:at + length]


def varint(data, at):
    value = shift = 0
    while True:
        byte = take(data, at, 1)[0]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def fields(message):
    """(number, value) of a protocol buffer; the value is a number, or bytes for text and messages inside."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = varint(message, at)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
            value = int.from_bytes(take(message, at, length), "little")
            at += length
        elif kind == 2:
            length, at = varint(message, at)
            value = take(message, at, length)
            at += length
        else:
            raise Cut
        yield tag >> 3, value


class Bundle:
    hwio = True
    told = AUTHORS

    def __init__(self, prefix):
        self.prefix = prefix
        self.file = f"{prefix}.index"
        self.title = f"TensorFlow checkpoint {Path(prefix).name}"
        table = Path(self.file).read_bytes()
        try:
            if int.from_bytes(take(table, max(0, len(table) - 8), 8), "little") != TABLE_MAGIC:
                raise Unusable(f"{self.file}: not the index of a TensorFlow checkpoint, or cut short")
            self.entries = dict(self.rows(table))
            header = dict(fields(self.entries.pop(b"")))
        except (Cut, KeyError, TypeError):
            raise Unusable(f"{self.file}: the index is damaged; copy the checkpoint again") from None
        if header.get(2, 0) != 0:
            raise Unusable(f"{self.file}: written on a big-endian machine, expected little-endian numbers")
        self.shards = header.get(1, 0)

    def rows(self, table):
        footer = table[-48:]
        _, at = varint(footer, 0)  # the first of the two handles is of a block that checkpoints leave empty
        _, at = varint(footer, at)
        for _, handle in self.block(table, footer, at):
            yield from self.block(table, handle, 0)

    def block(self, table, handle, at):
        """(key, value) of the block that a handle (its offset and size) points at."""
        offset, at = varint(handle, at)
        size, _ = varint(handle, at)
        stored = take(table, offset, size + 5)
        if masked_crc32c(stored[:size + 1]) != int.from_bytes(stored[size + 1:], "little"):
            raise Unusable(f"{self.file}: a checksum is wrong; the index is damaged, copy the checkpoint again")
        if stored[size] != 0:
            raise Unusable(f"{self.file}: the index is compressed (snappy), expected it plain, as TensorFlow's Saver writes it")
        if size < 4:
            raise Cut
        # At the end is a list of places at which to begin a search; we read everything.
        end = size - 4 - 4 * int.from_bytes(stored[size - 4:size], "little")
        contents = take(stored, 0, end) if end >= 0 else b""
        key, at = b"", 0
        while at < len(contents):
            shared, at = varint(contents, at)
            fresh, at = varint(contents, at)
            length, at = varint(contents, at)
            key = key[:shared] + take(contents, at, fresh)
            at += fresh
            yield key, take(contents, at, length)
            at += length

    @staticmethod
    def name(layer, part):
        # The authors' upsampling is a layer inside a scope of its own.
        inner = f"{layer}/{layer}_conv" if layer.endswith("_upsample") else layer
        return f"inpaint_net/{inner}/{'kernel' if part == 'weight' else 'bias'}"

    def read(self, name):
        entry = self.entries.get(name.encode())
        if entry is None:
            raise Unusable(f'{self.file}: has no "{name}", expected a generator of contextual attention (the first version)')
        try:
            found, shape = {}, []
            for number, value in fields(entry):
                found[number] = value
            for number, dimension in fields(found.get(2, b"")):
                if number == 2:
                    shape.append(dict(fields(dimension)).get(1, 0))
        except (Cut, TypeError):  # a number where a message should be
            raise Unusable(f'{self.file}: what it says of "{name}" is damaged; copy the checkpoint again') from None
        if found.get(1) != FLOAT:
            raise Unusable(f'{self.file}: "{name}" is of TensorFlow\'s type {found.get(1, 0)}, expected {FLOAT} (float32)')
        if 7 in found:
            raise Unusable(f'{self.file}: "{name}" is stored in slices, expected it in one piece')
        size = found.get(5, 0)
        count = 1
        for side in shape:
            count *= side
        if size != 4 * count:
            raise Unusable(f'{self.file}: "{name}" is {shape} in {size} bytes, expected {4 * count}')
        file, offset = f"{self.prefix}.data-{found.get(3, 0):05d}-of-{self.shards:05d}", found.get(4, 0)
        with open(file, "rb") as data:
            length = data.seek(0, 2)
            if offset + size > length:
                raise Unusable(f'{file}: ends before "{name}" does, expected {size} bytes at {offset}; copy the checkpoint again')
            data.seek(offset)
            content = data.read(size)
        if masked_crc32c(content) != found.get(6, 0):
            raise Unusable(f'{file}: the checksum of "{name}" is wrong; the file is damaged, copy the checkpoint again')
        return np.frombuffer(content, "<f4").reshape(shape)


def prefix_in(folder):
    """What the text file `checkpoint` in a folder names; the authors' download calls that file checkpoint.txt."""
    for name in ("checkpoint", "checkpoint.txt"):
        file = folder / name
        if file.is_file():
            found = re.search(r'^model_checkpoint_path:\s*"([^"]+)"', file.read_text(errors="replace"), re.MULTILINE)
            if not found:
                raise Unusable(f'{file}: has no "model_checkpoint_path"')
            # An absolute path is that of the machine it was trained on; the files lie here.
            return str(folder / re.split(r"[/\\]", found.group(1))[-1])
    raise Unusable(f'{folder}: has no file "checkpoint", which names the checkpoint in a folder')


# --- PyTorch -------------------------------------------------------------------------------------------------------------------


class StateDict:
    hwio = False
    FIRST = "coarse_generator.conv1.conv.weight"

    def __init__(self, path):
        self.file = str(path)
        self.title = f"PyTorch file {path.name}"
        try:
            import torch
        except ImportError:
            raise Unusable(f"{path}: a PyTorch file, for which torch (python3-torch) must be installed") from None
        self.torch = torch
        # Without this a file can run any code. torch before 1.13 cannot do without.
        safe = {"weights_only": True} if "weights_only" in inspect.signature(torch.load).parameters else {}
        try:
            self.tensors = torch.load(self.file, map_location="cpu", **safe)
        except OSError:
            raise
        except Exception as error:  # zipfile's, pickle's, torch's own: whatever is found first in a damaged file
            raise Unusable(f"{path}: not a PyTorch file of tensors, or damaged ({' '.join(str(error).split())[:200]})") from None
        names = list(self.tensors) if isinstance(self.tensors, dict) else []
        prefixes = [name[:-len(self.FIRST)] for name in names if isinstance(name, str) and name.endswith(self.FIRST)]
        if not prefixes:
            raise Unusable(f'{path}: has no "{self.FIRST}", expected a state dict of the generator')
        self.prefix = prefixes[0]
        # Only the authors' weights, copied number by number into the port's layers, are stored with what is around the
        # generator. They were trained in the authors' network, and stay theirs.
        self.told = AUTHORS if self.prefix.endswith("netG.") else PORT

    def name(self, layer, part):
        net = "coarse_generator" if layer.startswith("conv") else "fine_generator"
        own = re.sub("^x|_upsample$", "", layer)
        return f"{self.prefix}{net}.{own}.conv.{part}"

    def read(self, name):
        value = self.tensors.get(name)
        if value is None:
            raise Unusable(f'{self.file}: has no "{name}", expected a state dict of the whole generator')
        if not self.torch.is_tensor(value) or not value.is_floating_point():
            raise Unusable(f'{self.file}: "{name}" is no tensor of floating-point numbers')
        return value.detach().to(self.torch.float32).numpy()


# --- Ours ----------------------------------------------------------------------------------------------------------------------


def open_source(path):
    if path.is_dir():
        return Bundle(prefix_in(path))
    prefix = re.sub(r"\.(index|meta|data-\d{5}-of-\d{5})$", "", str(path))
    if Path(f"{prefix}.index").is_file():
        return Bundle(prefix)
    if not path.exists():
        raise Unusable(f"{path}: there is neither this file nor {prefix}.index")
    with open(path, "rb") as file:
        start = file.read(2)
    if start != b"PK" and start[:1] != b"\x80":  # a zip archive, and a pickle as torch wrote it before 1.6
        raise Unusable(f"{path}: neither a TensorFlow checkpoint (there is no {prefix}.index) nor a PyTorch file")
    return StateDict(path)


def safetensors(tensors):
    header, data = {}, []
    at = 0
    for name, value in tensors:
        content = np.ascontiguousarray(value, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(content)]}
        data.append(content)
        at += len(content)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the numbers begin at a multiple of eight
    return struct.pack("<Q", len(text)) + text + b"".join(data)


def write(source, options):
    content = safetensors(collect(source))
    convention, color_order, licence = source.told
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    file = f"{options.id}.safetensors"
    card.write_whole(out / file, content)
    about = {
        "format": 1,
        "kind": "infiller",
        "id": options.id,
        "name": options.name,
        "file": file,
        "sha256": hashlib.sha256(content).hexdigest(),
        "runtime": "ca",
        "convention": options.convention or convention,
        "color_order": options.color_order or color_order,
        "input_size": [3, 256, 256],
        "license": options.license or licence,
        "source": f"Yu et al. 2018; {source.title}",
        "description": "A coarse guess, refined with features from around the hole (contextual attention, Yu et al. 2018).",
    }
    path = out / f"{options.id}.card.json"
    card.write_whole(path, (json.dumps(about, indent=2, ensure_ascii=False) + "\n").encode())
    return path


def main():
    parser = argparse.ArgumentParser(description="Import weights of the contextual-attention inpainter (Yu et al. 2018).")
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="TensorFlow prefix, .index file or folder, or a PyTorch file")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the weights and their card")
    parser.add_argument("--id", default="ca", metavar="ID", help="how options name the infiller, and its files (ca)")
    parser.add_argument("--name", default="Contextual attention", metavar="NAME", help="its name in the window")
    parser.add_argument("--license", metavar="SPDX", help="of these weights, where they are not the published ones")
    parser.add_argument("--convention", choices=("tensorflow", "pytorch"), help="of the network they were trained in")
    parser.add_argument("--color-order", choices=("RGB", "BGR"), help="of the photos they were trained on")
    options = parser.parse_args()
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", options.id):
        parser.error(f'--id "{options.id}": expected letters, digits, ".", "_" and "-"')
    try:
        print(write(open_source(Path(options.checkpoint)), options))
    except Unusable as problem:
        print(f"contextual_attention: {problem}", file=sys.stderr)
        return 3
    except OSError as problem:
        print(f"contextual_attention: {problem.filename or options.out}: {problem.strerror or problem}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
