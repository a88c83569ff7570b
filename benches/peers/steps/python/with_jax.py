"""The steps in JAX, each compiled as a whole."""

from itertools import cycle

import data
import jax
import jax.numpy as jnp
from jax import lax
from protocol import serve

# The price is in double precision, as everybody else's.
jax.config.update("jax_enable_x64", True)
RATE = 0.1


def affine(parameters, x):
    weight, bias = parameters
    return x @ weight.T + bias


def dense(parameters, x, activation=jax.nn.relu):
    for layer in parameters[:-1]:
        x = activation(affine(layer, x))
    return affine(parameters[-1], x)


def small(parameters, x):
    return dense(parameters, x, jnp.tanh)


def convolution(parameters, x, padding):
    weight, bias = parameters
    y = lax.conv_general_dilated(x, weight, (1, 1), [(padding, padding)] * 2)
    return y + bias[:, None, None]


def max_pool(x):
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")


def lenet5(parameters, x):
    conv1, conv2, *rest = parameters
    x = max_pool(jax.nn.relu(convolution(conv1, x.reshape(-1, 1, 28, 28), 2)))
    x = max_pool(jax.nn.relu(convolution(conv2, x, 0)))
    return dense(rest, x.reshape(-1, 400))


def cross_entropy(y, labels):
    log_shares = jax.nn.log_softmax(y)
    return -jnp.mean(jnp.take_along_axis(log_shares, labels[:, None], axis=1))


def mean_squared_error(y, target):
    return jnp.mean((y - target) ** 2)


def load(network):
    return jax.tree.map(jnp.asarray, data.parameters(network))


def train(network, model, loss_of, samples):
    parameters = load(network)

    @jax.jit
    def step(parameters, x, target):
        loss, gradient = jax.value_and_grad(lambda parameters: loss_of(model(parameters, x), target))(parameters)
        return loss, jax.tree.map(lambda value, d: value - jnp.float32(RATE) * d, parameters, gradient)

    def run():
        nonlocal parameters
        loss, parameters = step(parameters, *next(samples))
        return (loss.block_until_ready(),)

    return run


def train_on_images(network, model, batch):
    return train(network, model, cross_entropy, cycle([tuple(map(jnp.asarray, data.images(batch)))]))


def train_small():
    points = [tuple(map(jnp.asarray, point)) for point in data.points()]
    return train("2-16-16-1", small, mean_squared_error, cycle(points))


def predict(network, model):
    parameters, images = load(network), jnp.asarray(data.images(1)[0])
    model = jax.jit(model)
    return lambda: (model(parameters, images).block_until_ready(),)


def price():
    numbers = [jnp.asarray(number, jnp.float64) for number in (100.0, 2.0, 150.0, 3.0, 1.1)]

    def of(numbers):
        apple, apple_num, orange, orange_num, tax = numbers
        return (apple * apple_num + orange * orange_num) * tax

    value_and_gradient = jax.jit(jax.value_and_grad(of))

    def run():
        value, gradient = value_and_gradient(numbers)
        return value.block_until_ready(), *gradient

    return run


serve(
    {
        "train/784-50-10": lambda: train_on_images("784-50-10", dense, 100),
        "train/784-512-512-10": lambda: train_on_images("784-512-512-10", dense, 128),
        "train/lenet5": lambda: train_on_images("lenet5", lenet5, 64),
        "predict/784-50-10": lambda: predict("784-50-10", dense),
        "predict/784-512-512-10": lambda: predict("784-512-512-10", dense),
        "predict/lenet5": lambda: predict("lenet5", lenet5),
        "train/2-16-16-1": train_small,
        "price": price,
    },
    numbers=lambda arrays: [number for array in arrays for number in array.ravel().tolist()],
)
