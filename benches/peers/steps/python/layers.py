"""Layers in NumPy, with gradients written by hand."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Affine:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, d, wanted):
        self.dweight = d.T @ self.x
        self.dbias = d.sum(axis=0)
        return d @ self.weight if wanted else None


class Relu:
    def forward(self, x):
        self.y = np.maximum(x, 0)
        return self.y

    def backward(self, d, wanted):
        return d * (self.y > 0)


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, d, wanted):
        return d * (1 - self.y * self.y)


class Reshape:
    def __init__(self, *shape):
        self.shape = shape

    def forward(self, x):
        self.before = x.shape
        return x.reshape(len(x), *self.shape)

    def backward(self, d, wanted):
        return d.reshape(self.before)


class Conv:
    """One product for the whole batch: the patches are laid out as rows."""

    padding = 0

    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        if self.padding:
            x = np.pad(x, ((0, 0), (0, 0), (self.padding,) * 2, (self.padding,) * 2))
        self.padded = x.shape
        patches = sliding_window_view(x, self.weight.shape[2:], axis=(2, 3))
        n, _, height, width = patches.shape[:4]
        self.rows = patches.transpose(0, 2, 3, 1, 4, 5).reshape(n * height * width, -1)
        y = self.rows @ self.weight.reshape(len(self.weight), -1).T + self.bias
        return np.ascontiguousarray(y.reshape(n, height, width, -1).transpose(0, 3, 1, 2))

    def backward(self, d, wanted):
        n, filters, height, width = d.shape
        d = d.transpose(0, 2, 3, 1).reshape(-1, filters)
        self.dweight = (d.T @ self.rows).reshape(self.weight.shape)
        self.dbias = d.sum(axis=0)
        if not wanted:
            return None
        _, channels, rows, columns = self.weight.shape
        drows = d @ self.weight.reshape(filters, -1)
        drows = drows.reshape(n, height, width, channels, rows, columns).transpose(0, 3, 4, 5, 1, 2)
        dx = np.zeros(self.padded, np.float32)
        for row in range(rows):
            for column in range(columns):
                dx[:, :, row : row + height, column : column + width] += drows[:, :, row, column]
        to = -self.padding or None
        return dx[:, :, self.padding : to, self.padding : to]


class MaxPool:
    """The largest of 2 x 2 pixels; of equal ones, the first."""

    def forward(self, x):
        n, channels, height, width = x.shape
        blocks = x.reshape(n, channels, height // 2, 2, width // 2, 2).transpose(0, 1, 2, 4, 3, 5)
        blocks = blocks.reshape(n, channels, height // 2, width // 2, 4)
        self.largest = blocks.argmax(axis=-1)[..., None]
        return np.take_along_axis(blocks, self.largest, axis=-1)[..., 0]

    def backward(self, d, wanted):
        n, channels, height, width = d.shape
        blocks = np.zeros((*d.shape, 4), np.float32)
        np.put_along_axis(blocks, self.largest, d[..., None], axis=-1)
        blocks = blocks.reshape(n, channels, height, width, 2, 2).transpose(0, 1, 2, 4, 3, 5)
        return blocks.reshape(n, channels, 2 * height, 2 * width)
