"""The weights to start from and the data to learn, the same for all; the folder is the first argument."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from driver.data import NETWORKS  # noqa: E402

FOLDER = Path(sys.argv[1])


def read(name):
    return np.fromfile(FOLDER / f"{name}.f32", dtype="<f4")


def parameters(network):
    """The weight and the bias of each layer."""
    return [
        (read(f"{network}/{layer}.weight").reshape(shape), read(f"{network}/{layer}.bias"))
        for layer, shape in NETWORKS[network].items()
    ]


def images(batch):
    """So many images, and their labels."""
    return read("images").reshape(-1, 784)[:batch], read("labels")[:batch].astype(np.int64)


def points():
    """Points of one sample each, and their heights."""
    return list(zip(read("points").reshape(-1, 1, 2), read("heights").reshape(-1, 1, 1)))
