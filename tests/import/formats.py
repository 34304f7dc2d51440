"""The files of the import's tests, written and read without the import script: TensorFlow checkpoints and safetensors."""

import json
import struct
from collections import OrderedDict

import numpy as np

TYPES = {"float32": 1, "float64": 2, "int32": 3, "int64": 9}  # TensorFlow's numbers


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        for half in (byte & 15, byte >> 4):
            crc = crc >> 4 ^ NIBBLES[(crc ^ half) & 15]
    return crc ^ 0xFFFFFFFF


def nibble(value):
    for _ in range(4):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value


NIBBLES = [nibble(value) for value in range(16)]


def masked(crc):
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    # As protocol buffers do it: what is zero is left out.
    return varint(field << 3) + varint(value) if value else b""


def message(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def block(rows, restart_every):
    out, restarts, last = bytearray(), [], b""
    for i, (key, value) in enumerate(rows):
        shared = 0
        if i % restart_every == 0:
            restarts.append(len(out))
        else:
            while shared < min(len(key), len(last)) and key[shared] == last[shared]:
                shared += 1
        out += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        last = key
    restarts = restarts or [0]
    return bytes(out) + struct.pack("<%dI" % (len(restarts) + 1), *restarts, len(restarts))


def table(rows, block_size, compression):
    """A table in LevelDB's format. `compression` only marks the blocks: nothing is compressed."""
    out = bytearray()

    def add(content):
        handle = varint(len(out)) + varint(len(content))
        stored = content + bytes([compression])
        out.extend(stored + struct.pack("<I", masked(crc32c(stored))))
        return handle

    index, group, size = [], [], 0
    for key, value in rows:
        group.append((key, value))
        size += len(key) + len(value)
        if size >= block_size:
            index.append((key, add(block(group, 16))))
            group, size = [], 0
    if group:
        index.append((group[-1][0], add(block(group, 16))))
    footer = add(block([], 16)) + add(block(index, 1))
    return bytes(out) + footer.ljust(40, b"\0") + struct.pack("<Q", 0xDB4775248B80FB57)


def write_bundle(prefix, variables, shards=1, block_size=1024, compression=0, endianness=0):
    """{name: array} as a TensorFlow checkpoint: PREFIX.index and PREFIX.data-*, the variables dealt to the shards in turn."""
    data = [bytearray() for _ in range(shards)]
    rows = [(b"", number(1, shards) + number(2, endianness) + message(3, number(1, 1)))]
    for i, name in enumerate(sorted(variables, key=str.encode)):
        value = np.asarray(variables[name])
        content = value.astype(value.dtype.newbyteorder("<")).tobytes()
        shape = b"".join(message(2, number(1, side)) for side in value.shape)
        shard = data[i % shards]
        entry = number(1, TYPES[value.dtype.name]) + message(2, shape) + number(3, i % shards) + number(4, len(shard))
        entry += number(5, len(content)) + varint(6 << 3 | 5) + struct.pack("<I", masked(crc32c(content)))
        rows.append((name.encode(), entry))
        shard.extend(content)
    for i, shard in enumerate(data):
        with open("%s.data-%05d-of-%05d" % (prefix, i, shards), "wb") as file:
            file.write(shard)
    with open(f"{prefix}.index", "wb") as file:
        file.write(table(rows, block_size, compression))


def write_safetensors(path, tensors):
    header, data = OrderedDict(), b""
    for name, value in tensors.items():
        content = np.ascontiguousarray(value, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read_safetensors(path):
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length).decode(), object_pairs_hook=OrderedDict)
        data = file.read()
    found = OrderedDict()
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert entry["dtype"] == "F32", name
        found[name] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return found
