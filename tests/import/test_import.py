"""Of the import of contextual attention and of the reference: python3 -m unittest discover -s tests/import"""

import hashlib
import json
import math
import shutil
import sys
import tempfile
import unittest
from collections import OrderedDict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import formats  # noqa: E402
import make_case  # noqa: E402
import reference_ca  # noqa: E402

sys.path.insert(0, str(make_case.SCRIPT.parent))
import contextual_attention as script  # noqa: E402

try:
    import torch
except ImportError:
    torch = None


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, str(self.folder))
        self.out = self.folder / "out"

    def imported(self, checkpoint, *options, id="ca"):
        done = make_case.run_import(checkpoint, self.out, *options)
        assert done.returncode == 0, done.stderr
        card = json.loads((self.out / f"{id}.card.json").read_text())
        content = (self.out / card["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == card["sha256"]
        return card, formats.read_safetensors(str(self.out / card["file"]))

    def refused(self, checkpoint, *words, status=3, options=()):
        done = make_case.run_import(checkpoint, self.out, *options)
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        if status == 3:
            assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
        for word in words:
            assert str(word) in done.stderr, (word, done.stderr)
        assert not self.out.exists() or not list(self.out.iterdir())

    def same(self, given, expected):
        assert list(given) == list(expected)
        for name in expected:
            assert given[name].shape == expected[name].shape and np.array_equal(given[name], expected[name]), name


class TensorFlow(Case):
    def bundle(self, width=4, change=None, **options):
        weights = make_case.make_weights(width)
        variables = make_case.tensorflow_variables(weights)
        if change:
            change(variables)
        formats.write_bundle(self.folder / "ckpt", variables, **options)
        self.prefix, self.index = self.folder / "ckpt", self.folder / "ckpt.index"
        self.data = self.folder / "ckpt.data-00000-of-00001"
        return weights

    def test_checksum(self):
        assert formats.crc32c(b"123456789") == 0xE3069283
        assert script.masked_crc32c(b"123456789") == formats.masked(0xE3069283)

    def test_reader_against_writer(self):
        # One block and many, one file and three; the names share long beginnings.
        for shards, block_size in ((1, 1 << 20), (1, 40), (3, 300)):
            weights = self.bundle(shards=shards, block_size=block_size)
            card, given = self.imported(self.prefix)
            self.same(given, weights)
            bundle = script.TensorFlowCheckpoint(str(self.prefix))
            assert sorted(bundle.entries) == sorted(n.encode() for n in make_case.tensorflow_variables(weights))
        assert card == {
            "format": 1, "kind": "infiller", "id": "ca", "name": "Contextual attention", "file": "ca.safetensors",
            "sha256": card["sha256"], "runtime": "ca", "convention": "tensorflow", "color_order": "BGR",
            "input_size": [3, 256, 256], "license": "CC-BY-NC-4.0", "source": "Yu et al. 2018; TensorFlow checkpoint ckpt",
            "description": card["description"]}

    def test_ways_to_name_it(self):
        weights = self.bundle()
        for text in ('model_checkpoint_path: "ckpt"\n', 'model_checkpoint_path: "/of/another/machine/ckpt"\n'):
            (self.folder / "checkpoint").write_text(text + 'all_model_checkpoint_paths: "older"\n')
            self.same(self.imported(self.folder)[1], weights)
        (self.folder / "checkpoint").rename(self.folder / "checkpoint.txt")
        for path in (self.folder, self.index, self.data):
            self.same(self.imported(path)[1], weights)

    def test_options(self):
        self.bundle()
        card, _ = self.imported(self.prefix, "--id", "mine", "--name", "Mine", "--license", "CC0-1.0", "--convention", "pytorch",
                                "--color-order", "RGB", id="mine")
        assert [card[key] for key in ("id", "name", "file", "license", "convention", "color_order")] == [
            "mine", "Mine", "mine.safetensors", "CC0-1.0", "pytorch", "RGB"]

    def test_widths(self):
        for width in (2, 5):
            weights = self.bundle(width)
            self.same(self.imported(self.prefix)[1], weights)

    def test_cut_index(self):
        self.bundle()
        whole = self.index.read_bytes()
        for length in (0, 7, 47, 100, len(whole) - 1):
            self.index.write_bytes(whole[:length])
            self.refused(self.prefix, self.index)
        self.index.write_bytes(whole[500:])  # the end is whole, what it points at is not there
        self.refused(self.prefix, self.index, "damaged")

    def test_flipped_byte_in_index(self):
        self.bundle()
        whole = bytearray(self.index.read_bytes())
        for at in (10, len(whole) // 2):
            changed = bytearray(whole)
            changed[at] ^= 1
            self.index.write_bytes(changed)
            self.refused(self.prefix, self.index, "checksum")

    def test_cut_data(self):
        self.bundle()
        self.data.write_bytes(self.data.read_bytes()[:-10])
        self.refused(self.prefix, self.data, '"inpaint_net/xconv9_atrous/kernel"', "expected")
        self.data.unlink()
        self.refused(self.prefix, self.data, "No such file")

    def test_flipped_byte_in_data(self):
        self.bundle()
        changed = bytearray(self.data.read_bytes())
        changed[-5] ^= 16
        self.data.write_bytes(changed)
        self.refused(self.prefix, self.data, '"inpaint_net/xconv9_atrous/kernel"', "checksum")

    def test_missing_layer(self):
        for name in ("inpaint_net/allconv15_upsample/allconv15_upsample_conv/kernel", "inpaint_net/pmconv9/bias"):
            self.bundle(change=lambda variables: variables.pop(name))
            self.refused(self.prefix, self.index, f'has no "{name}"', "expected")

    def test_wrong_shape(self):
        def change(variables):
            variables["inpaint_net/conv3/kernel"] = np.zeros((3, 3, 8, 7), np.float32)
        self.bundle(change=change)
        self.refused(self.prefix, self.index, '"inpaint_net/conv3/kernel" is [3, 3, 8, 7], expected [3, 3, 8, 8] at width 4')

        def flat(variables):
            variables["inpaint_net/conv1/kernel"] = np.zeros(100, np.float32)
        self.bundle(change=flat)
        self.refused(self.prefix, self.index, '"inpaint_net/conv1/kernel" is [100]', "expected")

    def test_wrong_numbers(self):
        def double(variables):
            variables["inpaint_net/conv5/bias"] = variables["inpaint_net/conv5/bias"].astype(np.float64)
        self.bundle(change=double)
        self.refused(self.prefix, '"inpaint_net/conv5/bias"', "type 2", "expected 1 (float32)")

        def nan(variables):
            variables["inpaint_net/conv5/bias"] = variables["inpaint_net/conv5/bias"] * np.float32("nan")
        self.bundle(change=nan)
        self.refused(self.prefix, '"inpaint_net/conv5/bias" holds NaN')

    def test_what_we_do_not_read(self):
        self.bundle(compression=1)
        self.refused(self.prefix, self.index, "compressed (snappy)")
        self.bundle(endianness=1)
        self.refused(self.prefix, self.index, "big-endian")

    def test_not_a_checkpoint(self):
        file = self.folder / "photo.png"
        file.write_bytes(b"\x89PNG and so on")
        self.refused(file, file, "neither a TensorFlow checkpoint", "nor a PyTorch file")
        self.refused(self.folder / "absent", self.folder / "absent", "absent.index")
        self.refused(self.folder, self.folder, 'has no file "checkpoint"')
        (self.folder / "checkpoint").write_text("nothing\n")
        self.refused(self.folder, "checkpoint", "model_checkpoint_path")
        (self.folder / "checkpoint").write_text('model_checkpoint_path: "gone"\n')
        self.refused(self.folder, self.folder / "gone.index", "No such file")

    def test_cannot_write(self):
        self.bundle()
        self.out.write_text("a file, not a folder")
        done = make_case.run_import(self.prefix, self.out)
        assert done.returncode == 3 and str(self.out) in done.stderr and done.stderr.count("\n") == 1, done.stderr

    def test_usage(self):
        self.bundle()
        self.refused(self.prefix, "--id", status=2, options=("--id", "a/b"))
        self.refused(self.prefix, "--convention", status=2, options=("--convention", "caffe"))


@unittest.skipIf(torch is None, "no torch in this Python")
class PyTorch(Case):
    def save(self, prefix="", change=None, beside=None, **options):
        weights = make_case.make_weights(4)
        tensors = OrderedDict((prefix + name, torch.from_numpy(value.copy()))
                              for name, value in make_case.port_names(weights).items())
        tensors.update(beside or {})
        if change:
            change(tensors)
        self.file = self.folder / "gen_00430000.pt"
        torch.save(tensors, str(self.file), **options)
        return weights

    def test_generator(self):
        for options in ({}, {"_use_new_zipfile_serialization": False}):
            weights = self.save(**options)
            card, given = self.imported(self.file)
            self.same(given, weights)
        assert [card[key] for key in ("convention", "color_order", "license", "source")] == [
            "pytorch", "RGB", "MIT", "Yu et al. 2018; PyTorch file gen_00430000.pt"]

    def test_converted(self):
        weights = self.save("netG.", beside={"localD.conv1.conv.weight": torch.zeros(2), "globalD.linear.bias": torch.zeros(1)})
        card, given = self.imported(self.file)
        self.same(given, weights)
        assert [card[key] for key in ("convention", "color_order", "license")] == ["tensorflow", "BGR", "CC-BY-NC-4.0"]

    def test_other_types(self):
        def half(tensors):
            for name in tensors:
                tensors[name] = torch.nn.Parameter(tensors[name].half())
        weights = self.save(change=half)
        self.same(self.imported(self.file)[1],
                  OrderedDict((name, value.astype(np.float16).astype(np.float32)) for name, value in weights.items()))

    def test_errors(self):
        name = "fine_generator.allconv13.conv.bias"
        self.save(change=lambda tensors: tensors.pop(name))
        self.refused(self.file, self.file, f'has no "{name}"', "expected")
        self.save(change=lambda tensors: tensors.update({name: torch.zeros(3)}))
        self.refused(self.file, self.file, f'"{name}" is [3], expected [8] at width 4')
        self.save(change=lambda tensors: tensors.update({name: torch.zeros(8, dtype=torch.int64)}))
        self.refused(self.file, self.file, f'"{name}" is not a floating-point tensor')
        torch.save({"localD": {"conv1.conv.weight": torch.zeros(2)}}, str(self.file))
        self.refused(self.file, self.file, 'has no "coarse_generator.conv1.conv.weight"')
        torch.save([torch.zeros(2)], str(self.file))
        self.refused(self.file, self.file, 'has no "coarse_generator.conv1.conv.weight"')
        self.save()
        self.file.write_bytes(self.file.read_bytes()[:2000])
        self.refused(self.file, self.file, "not a PyTorch file")


def looped_attention(x, hole, convention):
    """What reference_ca.attention says, number by number, for one sample."""
    channels, height, width = x.shape
    rows, columns = height // 2, width // 2

    def source(i, inputs, outputs):
        return 2 * i if convention == "pytorch" else int(math.floor(i * (inputs - 1) / (outputs - 1) + 0.5))

    def feature(c, i, j):
        if not (0 <= i < rows and 0 <= j < columns):
            return 0.0
        return x[c, source(i, height, rows), source(j, width, columns)]

    def patch(i, j):
        return [feature(c, i + a, j + b) for c in range(channels) for a in (-1, 0, 1) for b in (-1, 0, 1)]

    def score(to, of):
        one, other = patch(*to), patch(*of)
        if convention == "tensorflow":
            norm = max(math.sqrt(sum(v * v for v in other)), 1e-4)
        else:
            norm = math.sqrt(sum(v * v + 1e-4 for v in other))
        return sum(v * w for v, w in zip(one, other)) / norm

    places = [(i, j) for i in range(rows) for j in range(columns)]
    scores = {(to, of): score(to, of) for to in places for of in places}
    for order in (places, sorted(places, key=lambda place: place[::-1])):
        at = {place: i for i, place in enumerate(order)}

        def moved(place, by):
            return order[at[place] + by] if 0 <= at[place] + by < len(order) else None
        scores = {(to, of): sum(scores.get((moved(to, by), moved(of, by)), 0.0) for by in (-1, 0, 1))
                  for to in places for of in places}

    def allowed(i, j):
        return not any(hole[a, b] for a in range(max(0, i - 1), min(rows, i + 2))
                       for b in range(max(0, j - 1), min(columns, j + 2)))

    y = np.zeros_like(x)
    for to in places:
        powers = {of: math.exp(10 * scores[to, of]) if allowed(*of) else 1.0 for of in places}
        whole = sum(powers.values())
        for of in places:
            if not allowed(*of):
                continue
            for a in range(-1, 3):
                for b in range(-1, 3):
                    i, j, k, m = 2 * to[0] + a, 2 * to[1] + b, 2 * of[0] + a, 2 * of[1] + b
                    if 0 <= i < height and 0 <= j < width and 0 <= k < height and 0 <= m < width:
                        y[:, i, j] += powers[of] / whole * x[:, k, m] / 4
    return y


class Reference(unittest.TestCase):
    def test_attention_against_loops(self):
        random = np.random.RandomState(1)
        x = random.uniform(0, 0.3, (3, 10, 6))
        x[:, :5, :] = 0  # patches without a norm
        hole = np.zeros((5, 3))
        hole[4, 2] = 1
        for convention in ("tensorflow", "pytorch"):
            for h in (hole, np.zeros_like(hole), np.ones_like(hole)):
                given, expected = reference_ca.attention(x, h, convention), looped_attention(x, h, convention)
                assert np.abs(given - expected).max() < 1e-13
                assert np.abs(given).max() > 0.01 or h.all()

    def test_tiny_norms(self):
        # Both conventions keep a tiny patch tiny, each in its way.
        x = np.full((1, 4, 4), 1e-6)
        for convention in ("tensorflow", "pytorch"):
            given, expected = (f(x, np.zeros((2, 2)), convention) for f in (reference_ca.attention, looped_attention))
            assert np.abs(given - expected).max() < 1e-18

    def test_padding_at_stride_2(self):
        x = np.arange(1.0, 5).reshape(1, 1, 1, 4).repeat(4, axis=2)
        weight = np.zeros((1, 1, 3, 3))
        weight[0, 0, 1, 0] = 1  # the tap to the left
        for convention, expected in (("tensorflow", [1, 3]), ("pytorch", [0, 2])):
            given = reference_ca.convolve(x, weight, np.zeros(1), 2, 1, convention)
            assert given.shape == (1, 1, 2, 2) and given[0, 0, 0].tolist() == expected

    def test_neighbours(self):
        def n(inputs, outputs, convention):
            return reference_ca.neighbours(inputs, outputs, convention).tolist()
        assert n(4, 2, "pytorch") == [0, 2] and n(2, 4, "pytorch") == [0, 0, 1, 1]
        assert n(4, 2, "tensorflow") == [0, 3] and n(2, 4, "tensorflow") == [0, 0, 1, 1]
        assert n(8, 4, "tensorflow") == [0, 2, 5, 7] and n(3, 5, "tensorflow") == [0, 1, 1, 2, 2]
        assert n(7, 1, "tensorflow") == [0]

    def test_stages(self):
        weights = make_case.make_weights(make_case.WIDTH)
        image, hole = make_case.make_input()
        names = list(reference_ca.shapes(4))
        for name, after in (("stage1", "conv17"), ("attention", "pmconv6"), ("stage2", "allconv17"), ("completed", "stage2")):
            names.insert(names.index(after) + 1, name)
        for convention in ("tensorflow", "pytorch"):
            given = reference_ca.stages(weights, image, hole, convention)
            assert list(given) == names
            for name, value in given.items():
                assert value.dtype == np.float64 and np.isfinite(value).all() and value.shape[0] == 2
                assert name in ("pmconv6", "attention") or 0.1 < value.std() < 3, (name, value.std())
            assert given["completed"].shape == image.shape
            kept = np.broadcast_to(hole == 0, image.shape)
            assert np.array_equal(given["completed"][kept], image[kept])
            # The case is worth comparing with: some patches are allowed and some not, some values are clipped and most not.
            for small in reference_ca.small_hole(hole, convention):
                touched = reference_ca.patches(small[None], 3, 1).sum(1) > 0
                assert 5 < touched.sum() < touched.size - 5
            for name in ("stage1", "stage2"):
                assert 0 < (np.abs(given[name]) == 1).mean() < 0.5
            # What is in the hole is not looked at, and one sample not at the other.
            other = image.copy()
            other[np.broadcast_to(hole == 1, image.shape)] = 0.25
            again = reference_ca.stages(weights, other[1:], hole[1:], convention)
            assert all(np.abs(again[name] - given[name][1:]).max() < 1e-12 for name in names if name != "completed")


if __name__ == "__main__":
    unittest.main()
