"""The contextual-attention inpainter (Yu et al. 2018) in NumPy, as plain as it can be said: what other code is compared with.

All numbers are float64, arrays are [N, C, H, W]. Two conventions:

  tensorflow  The authors' network. Convolutions pad as TensorFlow's SAME does, so stride 2 on even sides pads the end only.
              Nearest neighbours are taken with corners aligned. A patch is divided by max(its norm, 1e-4).
              The hole goes to the attention's size in two steps: to a quarter, then to half of that.
  pytorch     The port. Padding is the same on both sides. Nearest neighbours round down. A patch is divided by the root of the
              sum of (square + 1e-4). The hole goes to an eighth in one step.

In both each sample has its own hole. (The port lets the first sample's hole decide for the whole batch, and the authors feed
batches of one; one sample at a time the answers are the same.)
"""

from collections import OrderedDict

import numpy as np

# name, outputs, inputs, kernel, stride, dilation; c is the width. The import script has its own list, on purpose.
LAYERS = """
conv1               c    5    5 1 1
conv2_downsample    2c   c    3 2 1
conv3               2c   2c   3 1 1
conv4_downsample    4c   2c   3 2 1
conv5               4c   4c   3 1 1
conv6               4c   4c   3 1 1
conv7_atrous        4c   4c   3 1 2
conv8_atrous        4c   4c   3 1 4
conv9_atrous        4c   4c   3 1 8
conv10_atrous       4c   4c   3 1 16
conv11              4c   4c   3 1 1
conv12              4c   4c   3 1 1
conv13_upsample     2c   4c   3 1 1
conv14              2c   2c   3 1 1
conv15_upsample     c    2c   3 1 1
conv16              c/2  c    3 1 1
conv17              3    c/2  3 1 1
xconv1              c    5    5 1 1
xconv2_downsample   c    c    3 2 1
xconv3              2c   c    3 1 1
xconv4_downsample   2c   2c   3 2 1
xconv5              4c   2c   3 1 1
xconv6              4c   4c   3 1 1
xconv7_atrous       4c   4c   3 1 2
xconv8_atrous       4c   4c   3 1 4
xconv9_atrous       4c   4c   3 1 8
xconv10_atrous      4c   4c   3 1 16
pmconv1             c    5    5 1 1
pmconv2_downsample  c    c    3 2 1
pmconv3             2c   c    3 1 1
pmconv4_downsample  4c   2c   3 2 1
pmconv5             4c   4c   3 1 1
pmconv6             4c   4c   3 1 1
pmconv9             4c   4c   3 1 1
pmconv10            4c   4c   3 1 1
allconv11           4c   8c   3 1 1
allconv12           4c   4c   3 1 1
allconv13_upsample  2c   4c   3 1 1
allconv14           2c   2c   3 1 1
allconv15_upsample  c    2c   3 1 1
allconv16           c/2  c    3 1 1
allconv17           3    c/2  3 1 1
"""
STRIDE_AND_RATE = {row.split()[0]: tuple(map(int, row.split()[4:])) for row in LAYERS.strip().splitlines()}


def shapes(width):
    """{layer: (outputs, inputs, kernel, kernel)}"""

    def channels(text):
        if text == "c/2":
            return width // 2
        return int(text[:-1] or 1) * width if text.endswith("c") else int(text)

    found = OrderedDict()
    for row in LAYERS.strip().splitlines():
        name, outputs, inputs, kernel = row.split()[:4]
        found[name] = (channels(outputs), channels(inputs), int(kernel), int(kernel))
    return found


def check(convention):
    if convention not in ("tensorflow", "pytorch"):
        raise ValueError(f'convention "{convention}": expected tensorflow or pytorch')


def convolve(x, weight, bias, stride, rate, convention):
    height, width = x.shape[2:]
    side = weight.shape[2]
    reach = rate * (side - 1) + 1
    out = [-(-length // stride) for length in (height, width)]
    pads = []
    for length, outputs in zip((height, width), out):
        if convention == "tensorflow":
            total = max(0, (outputs - 1) * stride + reach - length)
            pads.append((total // 2, total - total // 2))
        else:
            pads.append((reach // 2, reach // 2))
    x = np.pad(x, ((0, 0), (0, 0), pads[0], pads[1]), mode="constant")
    y = np.zeros((weight.shape[0], x.shape[0], out[0], out[1]))
    for i in range(side):
        for j in range(side):
            seen = x[:, :, i * rate:, j * rate:][:, :, ::stride, ::stride][:, :, :out[0], :out[1]]
            y += np.tensordot(weight[:, :, i, j], seen, axes=(1, 1))
    return y.transpose(1, 0, 2, 3) + bias[:, None, None]


def neighbours(inputs, outputs, convention):
    """For each output along one side, the input it copies."""
    if convention == "pytorch":
        return np.arange(outputs) * inputs // outputs
    # TensorFlow counts in float32, which decides where a position falls on or beside a half; halves go up.
    scale = np.float32(inputs - 1) / np.float32(outputs - 1) if outputs > 1 else np.float32(0)
    position = np.arange(outputs).astype(np.float32) * scale
    return np.minimum(np.floor(position.astype(np.float64) + 0.5).astype(int), inputs - 1)


def nearest(x, height, width, convention):
    rows = neighbours(x.shape[2], height, convention)
    columns = neighbours(x.shape[3], width, convention)
    return x[:, :, rows][:, :, :, columns]


def elu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def patches(x, side, step):
    """x [C, H, W] -> [places, C * side * side]: a patch around every step-th place, row by row; zeros lie outside."""
    channels, height, width = x.shape
    rows, columns = height // step, width // step
    before = (side - step) // 2
    padded = np.zeros((channels, height + side, width + side))
    padded[:, before:before + height, before:before + width] = x
    found = np.empty((rows, columns, channels, side, side))
    for i in range(side):
        for j in range(side):
            found[:, :, :, i, j] = padded[:, i:i + step * rows:step, j:j + step * columns:step].transpose(1, 2, 0)
    return found.reshape(rows * columns, -1)


def along_diagonal(scores):
    """Adds to each score those of the next and of the previous pair of places, where there is such a pair."""
    fused = scores.copy()
    fused[1:, 1:] += scores[:-1, :-1]
    fused[:-1, :-1] += scores[1:, 1:]
    return fused


def attention(x, hole, convention):
    """x [C, H, W] of even sides, hole [H/2, W/2] of one sample."""
    check(convention)
    channels, height, width = x.shape
    rows, columns = height // 2, width // 2
    small = nearest(x[None], rows, columns, convention)[0]
    compared = patches(small, 3, 1)
    squares = (compared ** 2).sum(1, keepdims=True)
    if convention == "tensorflow":
        norm = np.maximum(np.sqrt(squares), 1e-4)
    else:
        norm = np.sqrt(squares + 1e-4 * compared.shape[1])
    scores = compared @ (compared / norm).T  # [place to fill, place to copy from]

    # Places are fused as they follow one another row by row, then column by column, over the ends of rows and columns too.
    by_column = np.arange(rows * columns).reshape(rows, columns).T.ravel()
    scores = along_diagonal(scores)
    turned = along_diagonal(scores[by_column][:, by_column])
    scores = np.empty_like(turned)
    scores[np.ix_(by_column, by_column)] = turned

    # Forbidden places keep a score of 0 in the softmax and get nothing afterwards.
    allowed = (patches(hole[None], 3, 1).sum(1) == 0).astype(float)
    scores = 10 * scores * allowed
    weights = np.exp(scores - scores.max(1, keepdims=True))
    weights = weights / weights.sum(1, keepdims=True) * allowed

    pieces = (weights @ patches(x, 4, 2)).reshape(rows, columns, channels, 4, 4)
    canvas = np.zeros((channels, height + 2, width + 2))
    for i in range(4):
        for j in range(4):
            canvas[:, i:i + height:2, j:j + width:2] += pieces[:, :, :, i, j].transpose(2, 0, 1)
    return canvas[:, 1:-1, 1:-1] / 4


def small_hole(hole, convention):
    """hole [N, 1, H, W] at an eighth, as the attention sees it: [N, H/8, W/8]"""
    height, width = hole.shape[2:]
    if convention == "tensorflow":
        hole = nearest(hole, height // 4, width // 4, convention)
    return nearest(hole, height // 8, width // 8, convention)[:, 0]


def stages(weights, image, hole, convention):
    """Everything the network computes, in order: {name: [N, C, H, W]}.

    `weights` has "<layer>.weight" and "<layer>.bias". `image` [N, 3, H, W] is in [-1, 1] and whole; `hole` [N, 1, H, W] is 1
    where it is to be filled. Sides are multiples of 8. Each layer is given after its activation; "stage1" and "stage2" are
    clipped, "completed" is stage2 in the hole and the image elsewhere.
    """
    check(convention)
    weights = {name: np.asarray(value, np.float64) for name, value in weights.items()}
    image, hole = np.asarray(image, np.float64), np.asarray(hole, np.float64)
    if image.shape[2] % 8 or image.shape[3] % 8:
        raise ValueError(f"sides {image.shape[2:]}: expected multiples of 8")
    result = OrderedDict()

    def through(x, kind, numbers):
        for name in STRIDE_AND_RATE:
            head = name.split("_")[0]
            if head.rstrip("0123456789") != kind or int(head[len(kind):]) not in numbers:
                continue
            if name.endswith("_upsample"):
                x = nearest(x, 2 * x.shape[2], 2 * x.shape[3], convention)
            x = convolve(x, weights[name + ".weight"], weights[name + ".bias"], *STRIDE_AND_RATE[name], convention)
            if name == "pmconv6":
                x = np.maximum(x, 0)
            elif head[len(kind):] != "17":
                x = elu(x)
            result[name] = x
        return x

    kept = image * (1 - hole)
    ones = np.ones_like(hole)
    coarse = through(np.concatenate([kept, ones, hole], axis=1), "conv", range(1, 18))
    coarse = result["stage1"] = np.clip(coarse, -1, 1)

    pasted = np.concatenate([coarse * hole + kept, ones, hole], axis=1)
    imagined = through(pasted, "xconv", range(1, 11))
    matched = through(pasted, "pmconv", range(1, 7))
    small = small_hole(hole, convention)
    matched = np.stack([attention(x, h, convention) for x, h in zip(matched, small)])
    result["attention"] = matched
    matched = through(matched, "pmconv", range(9, 11))
    fine = through(np.concatenate([imagined, matched], axis=1), "allconv", range(11, 18))
    fine = result["stage2"] = np.clip(fine, -1, 1)
    result["completed"] = fine * hole + image * (1 - hole)
    return result
