"""Writes the files of weights that tests make part of programs, with NumPy and safetensors."""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

HERE = Path(__file__).parent
UI = HERE.parent / "ui" / "weights"


def tensor(start, *shape, dtype=np.float32):
    return np.arange(start, start + np.prod(shape)).reshape(shape).astype(dtype)


def affine(name, inputs, outputs, dtype=np.float32):
    return {
        f"{name}.weight": tensor(1, outputs, inputs, dtype=dtype),
        f"{name}.bias": (tensor(1, outputs) / 10).astype(dtype),
    }


save_file(
    affine("affine1", 2, 3)
    | {f"blocks.{i}.{name}": value + 10 * i for i in range(2) for name, value in affine("affine1", 3, 3).items()}
    | {
        "norm1.weight": np.ones(3, np.float32),
        "norm1.bias": np.zeros(3, np.float32),
        "norm1.running_mean": tensor(1, 3),
        "norm1.running_var": tensor(4, 3),
        "norm1.num_batches_tracked": np.array(7),
    },
    HERE / "net.safetensors",
)
save_file({f"model.fc1.{k.split('.')[1]}": v for k, v in affine("fc1", 2, 3, np.float64).items()}, HERE / "foreign.safetensors")

net = affine("affine1", 2, 3) | affine("affine2", 3, 2)
save_file(net, UI / "net.safetensors")
save_file({name.replace("affine2", "fc2"): value for name, value in net.items()}, UI / "foreign.safetensors")
save_file({f"model.0.{k.split('.')[1]}": v for k, v in affine("affine1", 2, 3).items()}, UI / "within.safetensors")
save_file(net | {"affine1.weight": tensor(1, 2, 3)}, UI / "transposed.safetensors")
save_file({name: value.astype(np.float16) for name, value in net.items()}, UI / "half.safetensors")
save_file(net | {"affine2.scale": tensor(1, 2)}, UI / "scaled.safetensors")
