"""The data that all learn and the weights that all start from, drawn from one seed: files of little-endian f32."""

import array
import math
import random
import sys

# The shape of each weight; a bias has its first size. The first entry is the name of the folder.
NETWORKS = {
    "784-50-10": {"affine1": (50, 784), "affine2": (10, 50)},
    "784-512-512-10": {"affine1": (512, 784), "affine2": (512, 512), "affine3": (10, 512)},
    "lenet5": {
        "conv1": (6, 1, 5, 5),
        "conv2": (16, 6, 5, 5),
        "affine1": (120, 400),
        "affine2": (84, 120),
        "affine3": (10, 84),
    },
    "2-16-16-1": {"affine1": (16, 2), "affine2": (16, 16), "affine3": (1, 16)},
}
LARGEST_BATCH = 128


def write(folder):
    """All files, into a folder that may be there already."""
    draw = random.Random(1)
    for network, layers in NETWORKS.items():
        for layer, (outputs, *inputs) in layers.items():
            fan_in = math.prod(inputs)
            deviation = math.sqrt(2 / fan_in)
            save(folder / network / f"{layer}.weight.f32", normals(draw, deviation, outputs * fan_in))
            save(folder / network / f"{layer}.bias.f32", normals(draw, 0.1, outputs))
    # Like digits, mostly dark; but no two pixels are equal, as libraries differ in which of equal ones is the largest.
    pixels = [draw.random() * (1 if draw.random() < 0.2 else 0.01) for _ in range(LARGEST_BATCH * 784)]
    save(folder / "images.f32", pixels)
    save(folder / "labels.f32", [draw.randrange(10) for _ in range(LARGEST_BATCH)])
    points = [(i % 16 / 8 - 1, i // 16 / 8 - 1) for i in range(256)]
    save(folder / "points.f32", [side for point in points for side in point])
    save(folder / "heights.f32", [a * b for a, b in points])


def normals(draw, deviation, count):
    return [draw.gauss(0, deviation) for _ in range(count)]


def save(file, numbers):
    numbers = array.array("f", numbers)
    if sys.byteorder == "big":
        numbers.byteswap()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(numbers.tobytes())
