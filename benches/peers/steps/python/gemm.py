"""NumPy's matrix products, of the sizes that products/src/main.rs has."""

import numpy as np

# Inputs, outputs, samples, and the scalar.
SIZES = [
    *((*size, np.float32) for size in [(784, 50, 100), (50, 10, 100), (784, 512, 128), (512, 512, 128), (512, 10, 128)]),
    *((*size, np.float64) for size in [(784, 50, 100), (512, 512, 128)]),
]


def entries(rows, columns, scalar):
    """The same numbers as in products/src/libraries.rs."""
    return ((np.arange(rows * columns) * 37 % 101).astype(scalar) / scalar(101) - scalar(0.5)).reshape(rows, columns)


def product(a, b):
    c = np.empty((len(a), b.shape[1]), a.dtype)

    def run():
        np.matmul(a, b, out=c)
        return c[0, 0], c[-1, -1]

    return run


def cases():
    found = {}
    for inputs, outputs, samples, scalar in SIZES:
        x, weight, dy = (entries(*shape, scalar) for shape in [(samples, inputs), (outputs, inputs), (samples, outputs)])
        size = f"gemm/NumPy/{inputs}x{outputs}b{samples}{'f64' if scalar is np.float64 else ''}"
        # Bound now: a loop's names are others later.
        found[f"{size}/forward"] = lambda x=x, weight=weight: product(x, weight.T)
        found[f"{size}/dW"] = lambda dy=dy, x=x: product(dy.T, x)
        found[f"{size}/dx"] = lambda dy=dy, weight=weight: product(dy, weight)
    return found
