"""The steps in PyTorch."""

from itertools import cycle

import data
import torch
from protocol import serve
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
torch.set_num_interop_threads(1)
RATE = 0.1


def load(network, model):
    """The model with the weights that all start from."""
    layers = [layer for layer in model if hasattr(layer, "weight")]
    for layer, (weight, bias) in zip(layers, data.parameters(network), strict=True):
        layer.weight.data = torch.from_numpy(weight)
        layer.bias.data = torch.from_numpy(bias)
    return model


def two_layer():
    return nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))


def three_layer():
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


def lenet5():
    convolutions = [
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
    ]
    dense = [nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    return nn.Sequential(*convolutions, *dense)


def small():
    return nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))


def train(network, model, batch):
    model = load(network, model())
    images, labels = map(torch.from_numpy, data.images(batch))
    return step(model, functional.cross_entropy, cycle([(images, labels)]))


def train_small():
    points = [tuple(map(torch.from_numpy, point)) for point in data.points()]
    return step(load("2-16-16-1", small()), functional.mse_loss, cycle(points))


def step(model, loss_of, samples):
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)

    def run():
        x, target = next(samples)
        optimizer.zero_grad()
        loss = loss_of(model(x), target)
        loss.backward()
        optimizer.step()
        return (loss.detach(),)

    return run


def predict(network, model):
    model = load(network, model()).eval()
    images, _ = data.images(1)
    images = torch.from_numpy(images)

    def run():
        with torch.inference_mode():
            return (model(images),)

    return run


def price():
    numbers = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in (100, 2, 150, 3, 1.1)]
    apple, apple_num, orange, orange_num, tax = numbers

    def run():
        value = (apple * apple_num + orange * orange_num) * tax
        return value.detach(), *torch.autograd.grad(value, numbers)

    return run


serve(
    {
        "train/784-50-10": lambda: train("784-50-10", two_layer, 100),
        "train/784-512-512-10": lambda: train("784-512-512-10", three_layer, 128),
        "train/lenet5": lambda: train("lenet5", lenet5, 64),
        "predict/784-50-10": lambda: predict("784-50-10", two_layer),
        "predict/784-512-512-10": lambda: predict("784-512-512-10", three_layer),
        "predict/lenet5": lambda: predict("lenet5", lenet5),
        "train/2-16-16-1": train_small,
        "price": price,
    },
    numbers=lambda tensors: [number for tensor in tensors for number in tensor.flatten().tolist()],
)
