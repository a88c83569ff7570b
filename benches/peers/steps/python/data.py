"""The weights to start from and the data to learn, the same for all; the folder is the first argument."""

import sys
from pathlib import Path

import numpy as np

FOLDER = Path(sys.argv[1])

# The layers of each network, with the shapes of their weights.
SHAPES = {
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


def read(name):
    return np.fromfile(FOLDER / f"{name}.f32", dtype="<f4")


def parameters(network):
    """The weight and the bias of each layer."""
    return [
        (read(f"{network}/{layer}.weight").reshape(shape), read(f"{network}/{layer}.bias"))
        for layer, shape in SHAPES[network].items()
    ]


def images(batch):
    """So many images, and their labels."""
    return read("images").reshape(-1, 784)[:batch], read("labels")[:batch].astype(np.int64)


def points():
    """Points of one sample each, and their heights."""
    return list(zip(read("points").reshape(-1, 1, 2), read("heights").reshape(-1, 1, 1)))
