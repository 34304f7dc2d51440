"""FIDO-SSR in plain eager PyTorch, as one would write it for the paper: what the engine's speed and objective are measured
against (tests/bench/compare.py, time_to_region.py). Prints one JSON object.

    python3 eager_fido.py --card CARD --image PHOTO [--infill mean|local] [--iterations 300] [--seed 0] [--threads 2]
                          [--channels-last] [--engine-noise] [--history]
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image


def load_photo(path, card, channels_last):
    _, height, width = card["input_size"]
    photo = Image.open(path).convert("RGB").resize((width, height), Image.BILINEAR)
    x = torch.from_numpy(np.array(photo, dtype=np.float32) / 255).permute(2, 0, 1)[None]
    mean, std = (torch.tensor(card[k]).view(1, 3, 1, 1) for k in ("mean", "std"))
    x = (x - mean) / std
    # Planes unless asked, as torchvision's ToTensor hands photos out. The permuted NumPy array above is channels-last by
    # its strides, every operation below would follow it, and on a CPU that alone is worth a third of the time.
    return x.contiguous(memory_format=torch.channels_last if channels_last else torch.contiguous_format)


def box_sum(x):
    """15 x 15 window, one direction after the other."""
    c = x.shape[1]
    x = F.conv2d(x, torch.ones(c, 1, 1, 15), padding=(0, 7), groups=c)
    return F.conv2d(x, torch.ones(c, 1, 15, 1), padding=(7, 0), groups=c)


def infill(kind, x, keep):
    if kind == "mean":
        return torch.zeros_like(x)
    count = box_sum(keep)
    return box_sum(x * keep) / count.clamp(min=1e-6) * (count > 0.5)


def engine_noise(seed, iteration, samples, pixels):
    """The u that the engine draws: Philox4x32-10 (Salmon et al. 2011) of (pixel, 0, iteration, sample / 4) under the seed."""
    low = np.uint64(0xFFFFFFFF)
    quads = []
    for quad in range(-(-samples // 4)):
        words = [np.arange(pixels, dtype=np.uint64), np.zeros(pixels, np.uint64)]
        words += [np.full(pixels, n, np.uint64) for n in (iteration, quad)]
        key = [seed & 0xFFFFFFFF, seed >> 32]
        for _ in range(10):
            a, b = np.uint64(0xD2511F53) * words[0], np.uint64(0xCD9E8D57) * words[2]
            words = [(b >> np.uint64(32)) ^ words[1] ^ np.uint64(key[0]), b & low,
                     (a >> np.uint64(32)) ^ words[3] ^ np.uint64(key[1]), a & low]
            key = [(k + bump) & 0xFFFFFFFF for k, bump in zip(key, (0x9E3779B9, 0xBB67AE85))]
        quads += words
    u = (np.stack(quads[:samples]) >> np.uint64(8)).astype(np.float32) + np.float32(0.5)
    return torch.from_numpy(u * np.float32(2**-24))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--card", required=True)
    parser.add_argument("--image", required=True)
    parser.add_argument("--infill", default="mean", choices=["mean", "local"])
    parser.add_argument("--iterations", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--engine-noise", action="store_true", help="the engine's random numbers; slow to draw")
    parser.add_argument("--history", action="store_true", help="also print seconds, score and kept share of every step")
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    card = json.loads(Path(args.card).read_text())
    model = torch.jit.load(str(Path(args.card).parent / card["file"])).eval()
    x = load_photo(args.image, card, args.channels_last)
    with torch.no_grad():
        target = model(x.expand(2, -1, -1, -1))[0].argmax().item()
    samples, temperature, lam = 8, 0.1, 1e-3
    batch = x.expand(samples, -1, -1, -1)
    logit = torch.zeros(1, 1, 56, 56, requires_grad=True)
    adam = torch.optim.Adam([logit], lr=0.05)
    losses, seconds, scores, kept = [], [], [], []
    for t in range(args.iterations):
        begun = time.perf_counter()
        for group in adam.param_groups:
            group["lr"] = 0.05 * (1 - t / args.iterations)
        p = F.interpolate(torch.sigmoid(logit), x.shape[2:], mode="bilinear", align_corners=True)
        if args.engine_noise:
            u = engine_noise(args.seed, t, samples, x[0, 0].numel()).view(samples, 1, *x.shape[2:])
        else:
            u = torch.rand(samples, 1, *x.shape[2:])
        u = u.clamp(1e-6, 1 - 1e-6)
        z = 1 - torch.sigmoid((torch.log(p) - torch.log(1 - p) + torch.log(u) - torch.log(1 - u)) / temperature)
        with torch.no_grad():
            fill = infill(args.infill, batch, z.round())
        logits = model(z * batch + (1 - z) * fill)
        log_p = F.log_softmax(logits, 1)[:, target]
        score = log_p - torch.log1p(-torch.exp(log_p).clamp(max=1 - 1e-6))
        loss = -score.mean() + min(1, t / 30) * lam * (1 - p).sum()
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
        scores.append(score.mean().item())
        kept.append((1 - p).mean().item())
        seconds.append(time.perf_counter() - begun)
    result = {"seconds_iteration": float(np.median(seconds)), "loss_final": float(np.mean(losses[-10:])), "target": target,
              "torch": torch.__version__}
    if args.history:
        result["history"] = {"seconds": np.cumsum(seconds).tolist(), "score": scores, "kept": kept}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
