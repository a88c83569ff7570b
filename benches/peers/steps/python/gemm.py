"""NumPy's matrix products, of the sizes that products/src/main.rs has."""

import numpy as np

# Inputs, outputs, and samples.
SIZES = [(784, 50, 100), (50, 10, 100), (784, 512, 128), (512, 512, 128), (512, 10, 128)]


def entries(rows, columns):
    """The same numbers as in products/src/main.rs."""
    return ((np.arange(rows * columns) * 37 % 101).astype(np.float32) / 101 - np.float32(0.5)).reshape(rows, columns)


def product(a, b):
    c = np.empty((len(a), b.shape[1]), np.float32)

    def run():
        np.matmul(a, b, out=c)
        return c[0, 0], c[-1, -1]

    return run


def cases():
    found = {}
    for inputs, outputs, samples in SIZES:
        x, weight, dy = entries(samples, inputs), entries(outputs, inputs), entries(samples, outputs)
        size = f"gemm/NumPy/{inputs}x{outputs}b{samples}"
        # Bound now: a loop's names are others later.
        found[f"{size}/forward"] = lambda x=x, weight=weight: product(x, weight.T)
        found[f"{size}/dW"] = lambda dy=dy, x=x: product(dy.T, x)
        found[f"{size}/dx"] = lambda dy=dy, weight=weight: product(dy, weight)
    return found
