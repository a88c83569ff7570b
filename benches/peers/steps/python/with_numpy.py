"""The steps in NumPy, with gradients written by hand, and its matrix products."""

from itertools import cycle

import data
import gemm
import layers
import numpy as np
from protocol import serve

RATE = np.float32(0.1)


def relu_layers(network, count):
    """Affine layers with rectifiers between them."""
    dense = [layers.Affine(*parameters) for parameters in data.parameters(network)[-count:]]
    return [layer for affine in dense for layer in (affine, layers.Relu())][:-1]


def lenet5():
    convolutions = [layers.Conv(*parameters) for parameters in data.parameters("lenet5")[:2]]
    first, second = convolutions
    first.padding = 2
    return [
        layers.Reshape(1, 28, 28),
        first,
        layers.Relu(),
        layers.MaxPool(),
        second,
        layers.Relu(),
        layers.MaxPool(),
        layers.Reshape(400),
        *relu_layers("lenet5", 3),
    ]


def tanh_layers():
    dense = [layers.Affine(*parameters) for parameters in data.parameters("2-16-16-1")]
    return [dense[0], layers.Tanh(), dense[1], layers.Tanh(), dense[2]]


def forward(net, x):
    for layer in net:
        x = layer.forward(x)
    return x


def train(net, loss_of, samples):
    learnt = [layer for layer in net if hasattr(layer, "weight")]

    def run():
        x, target = next(samples)
        loss, d = loss_of(forward(net, x), target)
        for layer in reversed(net):
            # Nobody reads the gradient of the first layer's input.
            d = layer.backward(d, wanted=layer is not learnt[0])
            if d is None:
                break
        for layer in learnt:
            layer.weight -= RATE * layer.dweight
            layer.bias -= RATE * layer.dbias
        return (loss,)

    return run


def train_on_images(net, batch):
    return train(net, softmax_with_loss, cycle([data.images(batch)]))


def predict(net):
    images, _ = data.images(1)
    return lambda: forward(net, images)[0]


def softmax_with_loss(y, labels):
    rows = np.arange(len(labels))
    y = y - y.max(axis=1, keepdims=True)
    d = np.exp(y)
    sums = d.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - y[rows, labels])
    d /= sums
    d[rows, labels] -= 1
    d /= np.float32(len(labels))
    return loss, d


def mean_squared_error(y, target):
    difference = y - target
    return np.mean(difference * difference), (np.float32(2 / difference.size) * difference)


def price():
    """With the gradient by hand, on arrays of no dimension."""
    apple, apple_num, orange, orange_num, tax = (np.array(number) for number in (100.0, 2.0, 150.0, 3.0, 1.1))

    def run():
        all_price = apple * apple_num + orange * orange_num
        gradient = tax * apple_num, tax * apple, tax * orange_num, tax * orange, all_price
        return all_price * tax, *gradient

    return run


serve(
    {
        "train/784-50-10": lambda: train_on_images(relu_layers("784-50-10", 2), 100),
        "train/784-512-512-10": lambda: train_on_images(relu_layers("784-512-512-10", 3), 128),
        "train/lenet5": lambda: train_on_images(lenet5(), 64),
        "predict/784-50-10": lambda: predict(relu_layers("784-50-10", 2)),
        "predict/784-512-512-10": lambda: predict(relu_layers("784-512-512-10", 3)),
        "predict/lenet5": lambda: predict(lenet5()),
        "train/2-16-16-1": lambda: train(tanh_layers(), mean_squared_error, cycle(data.points())),
        "price": price,
    }
    | gemm.cases(),
    numbers=lambda result: result,
)
