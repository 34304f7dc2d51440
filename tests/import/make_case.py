"""Makes what the C++ network is compared with: python3 make_case.py OUT_DIR

A small network of fixed random weights goes through the import script as a TensorFlow checkpoint and as a PyTorch file. Each
of OUT_DIR/tensorflow and OUT_DIR/pytorch then holds

  checkpoint/         what was imported
  ca.safetensors, ca.card.json   what the import made of it
  stages.safetensors  "image", "hole", and every stage of reference_ca.py on the weights as they were before

The same call writes the same numbers. Needs NumPy, and torch for the second half.
"""

import os
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np

import formats
import reference_ca

SCRIPT = Path(__file__).resolve().parents[2] / "models" / "import" / "contextual_attention.py"
WIDTH, HEIGHT_OF_IMAGE, WIDTH_OF_IMAGE = 4, 64, 48

# By which the spread of a layer's weights is multiplied. Far taps of a dilated layer fall off a small picture; pmconv6 sets how
# much the attention's softmax is of two minds, pmconv9 makes up for it; the last layers should mostly stay inside [-1, 1].
SPREAD = {"conv9_atrous": 1.5, "conv10_atrous": 3, "xconv9_atrous": 1.5, "xconv10_atrous": 3, "pmconv6": 0.05, "pmconv9": 15,
          "conv17": 1, "allconv17": 0.7}


def make_weights(width, seed=2018):
    """{"<layer>.weight", "<layer>.bias"}: float32, of a spread that keeps activations near one."""
    random = np.random.RandomState(seed)
    weights = OrderedDict()
    for name, (outputs, inputs, side, _) in reference_ca.shapes(width).items():
        spread = SPREAD.get(name, 1) * np.sqrt(1.6 / (inputs * side * side))
        weights[name + ".weight"] = (spread * random.randn(outputs, inputs, side, side)).astype(np.float32)
        weights[name + ".bias"] = (0.1 * SPREAD.get(name, 1) * random.randn(outputs)).astype(np.float32)
    return weights


def tensorflow_variables(weights):
    """As the authors' Saver names and lays them out, among what a training leaves beside them."""
    variables = {}
    for name, value in weights.items():
        layer, part = name.split(".")
        scope = f"inpaint_net/{layer}"
        if layer.endswith("_upsample"):
            scope += f"/{layer}_conv"
        own = f"{scope}/kernel" if part == "weight" else f"{scope}/bias"
        variables[own] = value.transpose(2, 3, 1, 0) if part == "weight" else value
    for name in ("inpaint_net/conv1/kernel", "inpaint_net/conv13_upsample/conv13_upsample_conv/bias"):
        for slot in ("Adam", "Adam_1", "ExponentialMovingAverage"):
            variables[f"{name}/{slot}"] = variables[name] * 0.5
    variables["beta1_power"] = np.float32(0.5)
    variables["global_step"] = np.int64(12345)
    variables["discriminator/discriminator_local/conv1/kernel"] = np.full((5, 5, 3, 2), 7, np.float32)
    variables["discriminator/discriminator_local/conv1/bias"] = np.full((2,), 7, np.float32)
    return variables


def port_names(weights):
    """As the PyTorch port's generator names them."""
    names = OrderedDict()
    for name, value in weights.items():
        layer, part = name.split(".")
        layer = layer.replace("_upsample", "")
        if layer.startswith("conv"):
            own = f"coarse_generator.{layer}"
        elif layer.startswith("xconv"):
            own = f"fine_generator.{layer[1:]}"
        else:
            own = f"fine_generator.{layer}"
        names[f"{own}.conv.{part}"] = value
    return names


def make_input(seed=17):
    """Two photos that are not flat, and their holes: a box and single pixels, single pixels alone."""
    random = np.random.RandomState(seed)
    coarse = random.uniform(-1, 1, (2, 3, HEIGHT_OF_IMAGE // 8, WIDTH_OF_IMAGE // 8))
    image = coarse.repeat(8, axis=2).repeat(8, axis=3) * 0.7 + random.uniform(-0.3, 0.3, (2, 3, HEIGHT_OF_IMAGE, WIDTH_OF_IMAGE))
    hole = (random.uniform(size=(2, 1, HEIGHT_OF_IMAGE, WIDTH_OF_IMAGE)) < 0.04).astype(np.float32)
    hole[0, 0, 19:45, 13:30] = 1
    return image.astype(np.float32), hole


def run_import(checkpoint, out, *options):
    return subprocess.run([sys.executable, str(SCRIPT), str(checkpoint), "--out", str(out), *options],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)


def make(out, convention, checkpoint, weights):
    done = run_import(checkpoint, out)
    if done.returncode != 0:
        sys.exit(f"make_case: the import of {checkpoint} failed ({done.returncode}): {done.stderr.strip()}")
    image, hole = make_input()
    case = OrderedDict(image=image, hole=hole)
    case.update(reference_ca.stages(weights, image, hole, convention))
    formats.write_safetensors(out / "stages.safetensors", case)
    print(out)


def main():
    if len(sys.argv) != 2:
        print("usage: make_case.py OUT_DIR", file=sys.stderr)
        return 2
    out = Path(sys.argv[1])
    weights = make_weights(WIDTH)

    folder = out / "tensorflow" / "checkpoint"
    os.makedirs(str(folder), exist_ok=True)
    formats.write_bundle(folder / "ckpt", tensorflow_variables(weights))
    (folder / "checkpoint").write_text('model_checkpoint_path: "ckpt"\n')
    make(out / "tensorflow", "tensorflow", folder, weights)

    try:
        import torch
    except ImportError:
        print(f"make_case: no torch in {sys.executable}; {out / 'pytorch'} was not made", file=sys.stderr)
        return 3
    folder = out / "pytorch" / "checkpoint"
    os.makedirs(str(folder), exist_ok=True)
    file = folder / "gen_00430000.pt"
    torch.save(OrderedDict((name, torch.from_numpy(value.copy())) for name, value in port_names(weights).items()), str(file))
    make(out / "pytorch", "pytorch", file, weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
