"""The first steps of FIDO and BBMP in double precision, written from the paper's equations and docs/method.md alone: naive loops
for the infillers, autograd for the gradient, a plain Adam. Writes ../data/golden_steps.json, which test_fido_run.cpp
compares the engine with.

    python3 golden_step.py        (needs NumPy and PyTorch; any version)
"""

import json
from pathlib import Path

import numpy as np
import torch

DATA = Path(__file__).resolve().parent.parent / "data"
SIZE, GRID, SAMPLES, STEPS, ITERATIONS, SEED = 32, 6, 8, 5, 20, 42
TEMPERATURE, RATE, WARMUP, LAMBDA, TV = 0.1, 0.05, 3, 1e-3, 0.01


def philox(pixel, iteration, quad, seed):
    """Philox4x32-10 (Salmon et al. 2011), counter (pixel, 0, iteration, quad)."""
    mask = np.uint64(0xFFFFFFFF)
    x = [pixel.astype(np.uint64), np.zeros_like(pixel, np.uint64), np.full_like(pixel, iteration, np.uint64),
         np.full_like(pixel, quad, np.uint64)]
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        a, b = x[0] * np.uint64(0xD2511F53), x[2] * np.uint64(0xCD9E8D57)
        high = np.uint64(32)
        x = [(b >> high) ^ x[1] ^ np.uint64(k0), b & mask, (a >> high) ^ x[3] ^ np.uint64(k1), a & mask]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return x


def uniform(iteration, stratified):
    pixel = np.arange(SIZE * SIZE)
    words = np.stack([w for quad in range(SAMPLES // 4) for w in philox(pixel, iteration, quad, SEED)])
    if not stratified:
        return ((words >> np.uint64(8)).astype(float) + 0.5) / 2**24
    rank = words.argsort(0).argsort(0)
    return (rank + ((words & np.uint64(0xFFFF)).astype(float) + 0.5) / 65536) / SAMPLES


def upsampling():
    """[SIZE, GRID]: bilinear weights with aligned corners."""
    w = np.zeros((SIZE, GRID))
    for i in range(SIZE):
        at = i * (GRID - 1) / (SIZE - 1)
        low = min(int(at), GRID - 2)
        w[i, low] += 1 - (at - low)
        w[i, low + 1] += at - low
    return torch.from_numpy(w)


def mean_fill(photo, keep):
    return np.zeros_like(photo)


def local_fill(photo, keep):
    out = np.zeros_like(photo)
    for y in range(SIZE):
        for x in range(SIZE):
            window = np.s_[max(0, y - 7):y + 8, max(0, x - 7):x + 8]
            m = keep[window]
            if m.sum() > 0:
                out[:, y, x] = (photo[(np.s_[:],) + window] * m).sum((1, 2)) / m.sum()
    return out


def push_pull_fill(photo, keep):
    levels = [(photo * keep, keep.astype(float))]
    while levels[-1][1].shape != (1, 1):
        a, w = levels[-1]
        h, wd = (w.shape[0] + 1) // 2, (w.shape[1] + 1) // 2
        a2, w2 = np.zeros((3, h, wd)), np.zeros((h, wd))
        for y in range(w.shape[0]):
            for x in range(w.shape[1]):
                a2[:, y // 2, x // 2] += a[:, y, x]
                w2[y // 2, x // 2] += w[y, x]
        cap = np.maximum(w2, 1)
        levels.append((a2 / cap, w2 / cap))
    filled = levels[-1][0]
    for a, w in reversed(levels[:-1]):
        up = np.zeros_like(a)
        for y in range(w.shape[0]):
            for x in range(w.shape[1]):
                for dy, wy in ((0, 0.75), (1 if y % 2 else -1, 0.25)):
                    for dx, wx in ((0, 0.75), (1 if x % 2 else -1, 0.25)):
                        sy = min(max(y // 2 + dy, 0), filled.shape[1] - 1)
                        sx = min(max(x // 2 + dx, 0), filled.shape[2] - 1)
                        up[:, y, x] += wy * wx * filled[:, sy, sx]
        filled = a + (1 - w) * up
    return filled


def blur_fill(photo, keep, sigma=10.0):
    # OpenCV's kernel for floats reaches 4 sigma; borders mirror without repeating the edge pixel, as often as needed.
    radius = round(sigma * 4)
    kernel = np.exp(-np.arange(-radius, radius + 1) ** 2 / (2 * sigma**2))
    kernel /= kernel.sum()
    period = 2 * (SIZE - 1)
    matrix = np.zeros((SIZE, SIZE))
    for i in range(SIZE):
        for k in range(-radius, radius + 1):
            j = (i + k) % period
            matrix[i, j if j < SIZE else period - j] += kernel[k + radius]
    return np.einsum("ij,cjk,lk->cil", matrix, photo, matrix)


FILLS = {"mean": mean_fill, "local": local_fill, "push-pull": push_pull_fill, "blur": blur_fill}


def score(logits, c):
    others = torch.cat([logits[:, :c], logits[:, c + 1:]], 1)
    return logits[:, c] - torch.logsumexp(others, 1)


def run(method, infill, target, contrast=None, stratified=True, lam=LAMBDA, tv=TV):
    model = torch.jit.load(str(DATA / "models/tiny.pt")).double().eval()
    card = json.loads((DATA / "models/tiny.card.json").read_text())
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    photo8 = np.stack([(x * 7 + y * 13) % 256, (x * y) % 256, (x * x + 3 * y) % 256])
    mean, std = (np.array(card[k])[:, None, None] for k in ("mean", "std"))
    photo = (photo8 / 255 - mean) / std
    image = torch.from_numpy(photo)
    w = upsampling()
    point = method == "bbmp"
    samples = 1 if point else SAMPLES
    sign = -1 if method == "fido-ssr" else 1
    parameters = torch.full((GRID, GRID), 1.0 if point else 0.0, dtype=torch.float64)
    first, second = torch.zeros_like(parameters), torch.zeros_like(parameters)
    rows = []
    for t in range(STEPS):
        leaf = parameters.clone().requires_grad_(True)
        theta = 1 - leaf if point else torch.sigmoid(leaf)
        p = w @ theta @ w.T
        if point:
            z = (1 - p)[None]
        else:
            u = torch.from_numpy(uniform(t, stratified)).view(samples, SIZE, SIZE)
            z = 1 - torch.sigmoid((p.log() - (1 - p).log() + u.log() - (1 - u).log()) / TEMPERATURE)
        fills = torch.stack([torch.from_numpy(FILLS[infill](photo, k)) for k in z.detach().round().numpy()])
        infilled = z[:, None] * image + (1 - z[:, None]) * fills
        logits = model(infilled)
        s = score(logits, target)
        if contrast is not None:
            s = s - score(logits, contrast)
        weight = min(1.0, t / (1 if point else WARMUP))
        cost = (1 - p).sum() if method == "fido-ssr" else p.sum()
        variation = (p[1:] - p[:-1]).square().sum() + (p[:, 1:] - p[:, :-1]).square().sum()
        loss = sign * s.mean() + weight * (lam * cost + tv * variation)
        (gradient,) = torch.autograd.grad(loss, leaf)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        rate = RATE * (1 - t / ITERATIONS)
        parameters = parameters - rate * (first / (1 - 0.9 ** (t + 1))) / ((second / (1 - 0.999 ** (t + 1))).sqrt() + 1e-8)
        if point:
            parameters = parameters.clamp(0, 1)
        rows.append({"loss": loss.item(), "score": s.mean().item(),
                     "probability": torch.softmax(logits, 1)[:, target].mean().item(), "expected_drop": p.mean().item(),
                     "gradient": gradient.flatten().tolist(), "parameters": parameters.flatten().tolist()})
    return {"method": method, "infill": infill, "target": target, "contrast": contrast, "stratified": stratified,
            "lambda": lam, "tv": tv, "steps": rows}


def main():
    cases = [run("fido-ssr", "mean", 3), run("fido-ssr", "local", 3), run("fido-ssr", "push-pull", 1),
             run("fido-sdr", "push-pull", 1, tv=0.0), run("fido-sdr", "blur", 5, stratified=False),
             run("fido-ssr", "mean", 3, contrast=7), run("bbmp", "blur", 3, lam=5e-3)]
    settings = {"size": SIZE, "grid": GRID, "samples": SAMPLES, "iterations": ITERATIONS, "seed": SEED,
                "temperature": TEMPERATURE, "learning_rate": RATE, "warmup": WARMUP}
    target = DATA / "golden_steps.json"
    temporary = target.with_suffix(".tmp")
    temporary.write_text(json.dumps({"made_by": "tests/reference/golden_step.py", "settings": settings, "cases": cases}))
    temporary.rename(target)


if __name__ == "__main__":
    main()
