"""Imports published weights of the contextual-attention inpainter (Yu et al. 2018) as an infiller of Fidoscope.

    python3 contextual_attention.py CHECKPOINT --out DIR [--id ca]

CHECKPOINT is the authors' TensorFlow checkpoint (its prefix, its .index file or its folder) or a PyTorch file of the port.
The script writes DIR/ID.safetensors and DIR/ID.card.json. It needs NumPy, and torch for PyTorch files only; README.md has
the details. It exits with 3 and one line that names what is wrong, or with 2 if it is called incorrectly.
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
    print("contextual_attention: NumPy is not installed; install python3-numpy", file=sys.stderr)
    sys.exit(3)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "export"))
import card  # noqa: E402


class InputError(Exception):
    """A checkpoint cannot be imported. The message is one line that says what is wrong."""


# (convention, color_order, license) of the weights, for the card. The authors read photos with OpenCV, in BGR order.
AUTHORS_WEIGHTS = ("tensorflow", "BGR", "CC-BY-NC-4.0")
PORT_WEIGHTS = ("pytorch", "RGB", "MIT")

# --- The network ---------------------------------------------------------------------------------------------------------------


def layers(c):
    """Returns (name, output channels, input channels, kernel side) of every layer, in the order of our file.

    `c` is the network's width, the output channels of the first layer.
    """

    def encoder(prefix, second, fourth):
        return [(f"{prefix}1", c, 5, 5), (f"{prefix}2_downsample", second, c, 3), (f"{prefix}3", 2 * c, second, 3),
                (f"{prefix}4_downsample", fourth, 2 * c, 3), (f"{prefix}5", 4 * c, fourth, 3), (f"{prefix}6", 4 * c, 4 * c, 3)]

    def width_preserving(*names):
        return [(name, 4 * c, 4 * c, 3) for name in names]

    def dilated(prefix):
        return width_preserving(*(f"{prefix}{i}_atrous" for i in range(7, 11)))

    def decoder(prefix, inputs):
        return [(f"{prefix}11", 4 * c, inputs, 3), (f"{prefix}12", 4 * c, 4 * c, 3), (f"{prefix}13_upsample", 2 * c, 4 * c, 3),
                (f"{prefix}14", 2 * c, 2 * c, 3), (f"{prefix}15_upsample", c, 2 * c, 3), (f"{prefix}16", c // 2, c, 3),
                (f"{prefix}17", 3, c // 2, 3)]

    return (encoder("conv", 2 * c, 4 * c) + dilated("conv") + decoder("conv", 4 * c) +
            encoder("xconv", c, 2 * c) + dilated("xconv") +
            encoder("pmconv", c, 4 * c) + width_preserving("pmconv9", "pmconv10") + decoder("allconv", 8 * c))


def read_weights(checkpoint):
    """Reads all layers of a TensorFlowCheckpoint or a PyTorchStateDict and checks their shapes.

    Returns [(our name, float32 array)], with kernels as [out, in, height, width].
    """

    def read(layer, part):
        name = checkpoint.name(layer, part)
        value = checkpoint.read(name)
        if not np.isfinite(value).all():
            raise InputError(f'{checkpoint.file}: "{name}" holds NaN or infinite values, expected finite numbers')
        return name, value

    def raise_wrong_shape(name, value, expected):
        raise InputError(f'{checkpoint.file}: "{name}" is {list(value.shape)}, expected {expected}')

    name, first = read("conv1", "weight")
    if first.ndim != 4:
        raise_wrong_shape(name, first, "the four dimensions of a convolution kernel")
    width = first.shape[3 if checkpoint.has_hwio_kernels else 0]
    if width < 2:
        raise_wrong_shape(name, first, "at least 2 outputs")
    weights = []
    for layer, outputs, inputs, side in layers(width):
        name, value = read(layer, "weight")
        expected = [side, side, inputs, outputs] if checkpoint.has_hwio_kernels else [outputs, inputs, side, side]
        if list(value.shape) != expected:
            raise_wrong_shape(name, value, f"{expected} at width {width}")
        weights.append((f"{layer}.weight", value.transpose(3, 2, 0, 1) if checkpoint.has_hwio_kernels else value))
        name, value = read(layer, "bias")
        if list(value.shape) != [outputs]:
            raise_wrong_shape(name, value, f"[{outputs}] at width {width}")
        weights.append((f"{layer}.bias", value))
    return weights


# --- TensorFlow ----------------------------------------------------------------------------------------------------------------
# A checkpoint is a "tensor bundle". PREFIX.index is a table in LevelDB's format that maps the name of each variable to a protocol
# buffer, which says where the variable's numbers are in PREFIX.data-0000i-of-0000n. Both formats are simple enough to be read
# without TensorFlow.

TABLE_MAGIC = 0xDB4775248B80FB57
DT_FLOAT = 1  # in TensorFlow's enumeration of types


def make_crc_table():
    """Returns the table of the CRC-32C (Castagnoli) of every byte."""
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CRC_TABLE = make_crc_table()


def masked_crc32c(data):
    """Returns the CRC-32C as LevelDB stores it: rotated and offset, so that data which contains CRCs can have a CRC itself."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


class DamagedData(Exception):
    """Binary data is truncated or inconsistent. The caller knows which file it comes from."""


def slice_exactly(data, position, length):
    """Returns `length` bytes from offset `position`. Raises DamagedData if there are fewer; a plain slice would be short."""
    if position + length > len(data):
        raise DamagedData
    return data[position:position + length]


def read_varint(data, position):
    """Reads a variable-length integer at offset `position`. Returns it and the offset after it."""
    value = shift = 0
    while True:
        byte = slice_exactly(data, position, 1)[0]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7


def read_fields(message):
    """Yields (number, value) for each field of a protocol buffer; strings and nested messages are bytes."""
    position = 0
    while position < len(message):
        tag, position = read_varint(message, position)
        wire_type = tag & 7
        if wire_type == 0:
            value, position = read_varint(message, position)
        elif wire_type in (1, 5):
            length = 8 if wire_type == 1 else 4
            value = int.from_bytes(slice_exactly(message, position, length), "little")
            position += length
        elif wire_type == 2:
            length, position = read_varint(message, position)
            value = slice_exactly(message, position, length)
            position += length
        else:
            raise DamagedData
        yield tag >> 3, value


class TensorFlowCheckpoint:
    """The authors' checkpoint, read from PREFIX.index and PREFIX.data-*."""

    has_hwio_kernels = True  # [height, width, in, out]
    card_defaults = AUTHORS_WEIGHTS

    def __init__(self, prefix):
        self.prefix = prefix
        self.file = f"{prefix}.index"
        self.title = f"TensorFlow checkpoint {Path(prefix).name}"
        table = Path(self.file).read_bytes()
        try:
            if int.from_bytes(slice_exactly(table, max(0, len(table) - 8), 8), "little") != TABLE_MAGIC:
                raise InputError(f"{self.file}: is not the index of a TensorFlow checkpoint, or is cut short")
            self.entries = dict(self.read_rows(table))
            header = dict(read_fields(self.entries.pop(b"")))
        except (DamagedData, KeyError, TypeError):
            raise InputError(f"{self.file}: the index is damaged; copy the checkpoint again") from None
        if header.get(2, 0) != 0:
            raise InputError(f"{self.file}: written on a big-endian machine, expected little-endian numbers")
        self.shards = header.get(1, 0)

    def read_rows(self, table):
        """Yields (variable name, protocol buffer) for every entry of the index."""
        footer = table[-48:]
        _, position = read_varint(footer, 0)  # the footer has two handles; the first is of a block that is empty in checkpoints
        _, position = read_varint(footer, position)
        for _, handle in self.read_block(table, footer, position):
            yield from self.read_block(table, handle, 0)

    def read_block(self, table, handle, position):
        """Yields (key, value) for every entry of the block whose offset and size are encoded at `position` in `handle`."""
        offset, position = read_varint(handle, position)
        size, _ = read_varint(handle, position)
        stored = slice_exactly(table, offset, size + 5)
        if masked_crc32c(stored[:size + 1]) != int.from_bytes(stored[size + 1:], "little"):
            raise InputError(f"{self.file}: a checksum does not match; the index is damaged, copy the checkpoint again")
        if stored[size] != 0:
            raise InputError(f"{self.file}: the index is compressed (snappy), expected the uncompressed index that "
                             "TensorFlow's Saver writes")
        if size < 4:
            raise DamagedData
        # A block ends with a list of offsets for searching, which is not needed to read all entries.
        end = size - 4 - 4 * int.from_bytes(stored[size - 4:size], "little")
        contents = slice_exactly(stored, 0, end) if end >= 0 else b""
        key, position = b"", 0
        while position < len(contents):
            shared, position = read_varint(contents, position)
            fresh, position = read_varint(contents, position)
            length, position = read_varint(contents, position)
            key = key[:shared] + slice_exactly(contents, position, fresh)
            position += fresh
            yield key, slice_exactly(contents, position, length)
            position += length

    @staticmethod
    def name(layer, part):
        """Returns the authors' name of a layer's "weight" or "bias"."""
        # The convolution of an upsampling layer has a scope of its own.
        inner = f"{layer}/{layer}_conv" if layer.endswith("_upsample") else layer
        return f"inpaint_net/{inner}/{'kernel' if part == 'weight' else 'bias'}"

    def read(self, name):
        entry = self.entries.get(name.encode())
        if entry is None:
            raise InputError(f'{self.file}: has no "{name}", expected a generator of contextual attention (the first version)')
        try:
            entry_fields, shape = {}, []
            for number, value in read_fields(entry):
                entry_fields[number] = value
            for number, dimension in read_fields(entry_fields.get(2, b"")):
                if number == 2:
                    shape.append(dict(read_fields(dimension)).get(1, 0))
        except (DamagedData, TypeError):  # a number where a message should be
            raise InputError(f'{self.file}: the entry of "{name}" is damaged; copy the checkpoint again') from None
        if entry_fields.get(1) != DT_FLOAT:
            raise InputError(f'{self.file}: "{name}" has TensorFlow\'s type {entry_fields.get(1, 0)}, '
                             f'expected {DT_FLOAT} (float32)')
        if 7 in entry_fields:
            raise InputError(f'{self.file}: "{name}" is stored in slices, expected one piece')
        size = entry_fields.get(5, 0)
        count = 1
        for side in shape:
            count *= side
        if size != 4 * count:
            raise InputError(f'{self.file}: "{name}" is {shape} in {size} bytes, expected {4 * count}')
        file, offset = f"{self.prefix}.data-{entry_fields.get(3, 0):05d}-of-{self.shards:05d}", entry_fields.get(4, 0)
        with open(file, "rb") as data:
            length = data.seek(0, 2)
            if offset + size > length:
                raise InputError(f'{file}: ends within "{name}", expected {size} bytes at offset {offset}; '
                                 "copy the checkpoint again")
            data.seek(offset)
            content = data.read(size)
        if masked_crc32c(content) != entry_fields.get(6, 0):
            raise InputError(f'{file}: the checksum of "{name}" does not match; the file is damaged, copy the checkpoint again')
        return np.frombuffer(content, "<f4").reshape(shape)


def find_prefix(folder):
    """Returns the prefix that the text file `checkpoint` in a folder names; the authors' download has checkpoint.txt."""
    for name in ("checkpoint", "checkpoint.txt"):
        file = folder / name
        if file.is_file():
            match = re.search(r'^model_checkpoint_path:\s*"([^"]+)"', file.read_text(errors="replace"), re.MULTILINE)
            if not match:
                raise InputError(f'{file}: has no "model_checkpoint_path"')
            # An absolute path refers to the machine that trained the network; the files are in this folder.
            return str(folder / re.split(r"[/\\]", match.group(1))[-1])
    raise InputError(f'{folder}: has no file "checkpoint", which names the checkpoint in a folder')


# --- PyTorch -------------------------------------------------------------------------------------------------------------------


class PyTorchStateDict:
    """A state dict of the port's generator, or of its conversion of the authors' weights."""

    has_hwio_kernels = False  # [out, in, height, width]
    FIRST_LAYER = "coarse_generator.conv1.conv.weight"

    def __init__(self, path):
        self.file = str(path)
        self.title = f"PyTorch file {path.name}"
        try:
            import torch
        except ImportError:
            raise InputError(f"{path}: is a PyTorch file, which needs torch; install python3-torch") from None
        self.torch = torch
        # Without weights_only, a file can run any code. torch before 1.13 does not have this option.
        safe = {"weights_only": True} if "weights_only" in inspect.signature(torch.load).parameters else {}
        try:
            self.tensors = torch.load(self.file, map_location="cpu", **safe)
        except OSError:
            raise
        except Exception as error:  # zipfile, pickle and torch raise different types for damaged files
            raise InputError(f"{path}: is not a PyTorch file of tensors, or is damaged ("
                             f"{' '.join(str(error).split())[:200]})") from None
        names = list(self.tensors) if isinstance(self.tensors, dict) else []
        prefixes = [name[:-len(self.FIRST_LAYER)] for name in names if isinstance(name, str) and name.endswith(self.FIRST_LAYER)]
        if not prefixes:
            raise InputError(f'{path}: has no "{self.FIRST_LAYER}", expected a state dict of the generator')
        self.prefix = prefixes[0]
        # The prefix netG. marks the authors' weights, which were copied unchanged into the port's layers: only that file
        # contains more than the generator. They were trained in the authors' network and keep its conventions and licence.
        self.card_defaults = AUTHORS_WEIGHTS if self.prefix.endswith("netG.") else PORT_WEIGHTS

    def name(self, layer, part):
        """Returns the port's name of a layer's "weight" or "bias"."""
        generator = "coarse_generator" if layer.startswith("conv") else "fine_generator"
        port_layer = re.sub("^x|_upsample$", "", layer)
        return f"{self.prefix}{generator}.{port_layer}.conv.{part}"

    def read(self, name):
        value = self.tensors.get(name)
        if value is None:
            raise InputError(f'{self.file}: has no "{name}", expected a state dict of the whole generator')
        if not self.torch.is_tensor(value) or not value.is_floating_point():
            raise InputError(f'{self.file}: "{name}" is not a floating-point tensor')
        return value.detach().to(self.torch.float32).numpy()


# --- Output --------------------------------------------------------------------------------------------------------------------


def open_checkpoint(path):
    """Opens a TensorFlow checkpoint (prefix, .index file or folder) or a PyTorch file."""
    if path.is_dir():
        return TensorFlowCheckpoint(find_prefix(path))
    prefix = re.sub(r"\.(index|meta|data-\d{5}-of-\d{5})$", "", str(path))
    if Path(f"{prefix}.index").is_file():
        return TensorFlowCheckpoint(prefix)
    if not path.exists():
        raise InputError(f"{path}: neither this file nor {prefix}.index exists")
    with open(path, "rb") as file:
        start = file.read(2)
    if start != b"PK" and start[:1] != b"\x80":  # a zip archive, or a pickle as torch wrote it before 1.6
        raise InputError(f"{path}: is neither a TensorFlow checkpoint ({prefix}.index does not exist) nor a PyTorch file")
    return PyTorchStateDict(path)


def encode_safetensors(tensors):
    """Returns the bytes of a safetensors file that holds the (name, array) pairs as float32."""
    header, data = {}, []
    offset = 0
    for name, value in tensors:
        content = np.ascontiguousarray(value, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [offset, offset + len(content)]}
        data.append(content)
        offset += len(content)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # align the data to 8 bytes
    return struct.pack("<Q", len(text)) + text + b"".join(data)


def write_infiller(checkpoint, options):
    """Writes the weights and their card to --out. Returns the path of the card."""
    content = encode_safetensors(read_weights(checkpoint))
    convention, color_order, licence = checkpoint.card_defaults
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    file = f"{options.id}.safetensors"
    card.write_atomically(out / file, content)
    card_content = {
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
        "source": f"Yu et al. 2018; {checkpoint.title}",
        "description": "A coarse guess, refined with features from around the hole (contextual attention, Yu et al. 2018).",
    }
    path = out / f"{options.id}.card.json"
    card.write_atomically(path, (json.dumps(card_content, indent=2, ensure_ascii=False) + "\n").encode())
    return path


def main():
    parser = argparse.ArgumentParser(description="Import weights of the contextual-attention inpainter (Yu et al. 2018).")
    parser.add_argument("checkpoint", metavar="CHECKPOINT",
                        help="a TensorFlow checkpoint's prefix, .index file or folder, or a PyTorch file")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the weights and their card")
    parser.add_argument("--id", default="ca", metavar="ID",
                        help="the infiller's id, which also names its files (default: %(default)s)")
    parser.add_argument("--name", default="Contextual attention", metavar="NAME",
                        help="the infiller's name in the window (default: %(default)s)")
    parser.add_argument("--license", metavar="SPDX", help="the licence of the weights, if they are not the published ones")
    parser.add_argument("--convention", choices=("tensorflow", "pytorch"),
                        help="the convention of the network in which they were trained (default: see README.md)")
    parser.add_argument("--color-order", choices=("RGB", "BGR"),
                        help="the channel order of the photos on which they were trained (default: see README.md)")
    options = parser.parse_args()
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", options.id):
        parser.error(f'--id "{options.id}": expected letters, digits, ".", "_" and "-"')
    try:
        print(write_infiller(open_checkpoint(Path(options.checkpoint)), options))
    except InputError as error:
        print(f"contextual_attention: {error}", file=sys.stderr)
        return 3
    except OSError as error:
        print(f"contextual_attention: {error.filename or options.out}: {error.strerror or error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
