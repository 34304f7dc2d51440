"""What Captum says of the test classifier, and RISE from its equations in double precision: writes ../data/golden_attributions.json,
which test_attribution.cpp compares the engine with.

    python3 -m venv --system-site-packages venv && venv/bin/pip install captum==0.7.0 "matplotlib<3.9" "numpy<2"
    venv/bin/python attributions.py        (needs NumPy and PyTorch; made with PyTorch 1.13.0 and Captum 0.7.0)
"""

import json
import sys
from pathlib import Path

import captum
import numpy as np
import torch
import torch.nn.functional as F
from captum.attr import GuidedBackprop, InputXGradient, IntegratedGradients, LayerAttribution, LayerGradCam, Occlusion, Saliency

DATA = Path(__file__).resolve().parent.parent / "data"
sys.path.insert(0, str(DATA))
from make_models import MEAN, STD, Tiny  # noqa: E402

SIZE, TARGET, SEED, SAMPLES, LOOKS, GRID = 32, 3, 42, 8, 4, 8


class LogOdds(torch.nn.Module):
    """Every class's score of Eq. 3 from a network's logits."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        y = self.network(x)
        return torch.stack([y[:, c] - torch.cat([y[:, :c], y[:, c + 1:]], 1).logsumexp(1) for c in range(y.shape[1])], 1)


class InModules(torch.nn.Module):
    """Tiny with its ReLUs as modules, where Captum looks for them."""

    def __init__(self, tiny):
        super().__init__()
        self.layers = torch.nn.Sequential(tiny.a, torch.nn.ReLU(), tiny.b, torch.nn.ReLU(), tiny.c)

    def forward(self, x):
        return self.layers(x).mean((2, 3))


def photo():
    """That of golden_step.py, normalised."""
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    rgb = np.stack([(x * 7 + y * 13) % 256, (x * y) % 256, (x * x + 3 * y) % 256]) / 255
    mean, std = (np.array(v).reshape(3, 1, 1) for v in (MEAN, STD))
    return torch.from_numpy((rgb - mean) / std)[None]


def rise(network, x, looks):
    """Petsiuk et al. 2018, pixel by pixel: the masks' own enlargement is PyTorch's."""
    random = torch.Generator().manual_seed(SEED)
    cell, out, count = -(-SIZE // GRID), np.zeros((SIZE, SIZE)), 0
    for _ in range(looks):
        cells = (torch.rand(SAMPLES, 1, GRID, GRID, generator=random) < 0.5).float()
        large = F.interpolate(cells, size=((GRID + 1) * cell,) * 2, mode="bilinear", align_corners=False).double()
        shift = torch.rand(SAMPLES, 2, generator=random)
        for i in range(SAMPLES):
            v, u = (int(float(s) * cell) for s in shift[i])
            mask = large[i, 0, v:v + SIZE, u:u + SIZE]
            p = network(x * mask).softmax(1)[0, TARGET].item()  # black after normalisation is the mean colour
            out += p * mask.numpy()
            count += 1
    return out / (0.5 * count)


def smoothgrad(saliency, x, looks):
    random = torch.Generator().manual_seed(SEED)
    deviation, total = 0.15 * float(x.max() - x.min()), 0
    for _ in range(looks):
        noise = torch.randn(SAMPLES, 3, SIZE, SIZE, generator=random).double()
        total = total + saliency.attribute((x + deviation * noise).requires_grad_(), target=TARGET, abs=False).sum(0)
    return (total / (looks * SAMPLES)).abs().amax(0)


def main():
    network = Tiny()
    network.load_state_dict(torch.jit.load(str(DATA / "models/tiny.pt")).state_dict())
    network = network.double().eval()
    scores, x = LogOdds(network), photo()
    step = -(-SIZE // GRID)
    saliency = Saliency(scores)
    cam = LayerGradCam(scores, network.c).attribute(x, target=TARGET, relu_attributions=True)
    maps = {
        "gradient": saliency.attribute(x.clone().requires_grad_(), target=TARGET)[0].amax(0),
        "gradient-x-input": InputXGradient(scores).attribute(x.clone().requires_grad_(), target=TARGET)[0].sum(0),
        "guided-backprop": GuidedBackprop(LogOdds(InModules(network))).attribute(x.clone().requires_grad_(), target=TARGET)[0].abs().amax(0),
        "smoothgrad": smoothgrad(saliency, x, LOOKS),
        "integrated-gradients": IntegratedGradients(scores).attribute(x, target=TARGET, n_steps=LOOKS * SAMPLES, method="riemann_middle")[0].sum(0),
        "occlusion": Occlusion(scores).attribute(x, target=TARGET, sliding_window_shapes=(3, 2 * step, 2 * step), strides=(3, step, step), baselines=0)[0][0],
        "grad-cam": LayerAttribution.interpolate(cam, (SIZE, SIZE), "bilinear")[0, 0],
        "rise": torch.from_numpy(rise(network, x, LOOKS)),
    }
    out = {"captum": captum.__version__, "torch": torch.__version__, "target": TARGET, "seed": SEED, "samples": SAMPLES, "looks": LOOKS, "grid": GRID,
           "maps": {name: [float(f"{v:.9g}") for v in m.detach().flatten().tolist()] for name, m in maps.items()}}
    (DATA / "golden_attributions.json").write_text(json.dumps(out) + "\n")


main()
