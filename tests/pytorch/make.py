"""What PyTorch computes for the cases that the tests beside this file compare: all in double precision, from inputs that
`f32` holds exactly.

    pip install torch safetensors numpy
    python tests/pytorch/make.py            # writes fixtures.safetensors anew
    python tests/pytorch/make.py --check    # compares it with what this version of PyTorch computes

A tensor is named `case/tensor`: `x0`, `x1` … the inputs, `parameters.layer.weight`, `y`, `dy`, `dx0`,
`gradient.layer.weight`, `after.layer.running_mean` after the pass, and `predicted`, which is `y` in evaluation mode.
"""

import random
import struct
import sys
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F
from torch.optim import lr_scheduler

FILE = Path(__file__).with_name("fixtures.safetensors")
TOLERANCE = 1e-11  # Of --check, relative to the largest entry of a tensor.

torch.set_default_dtype(torch.float64)
fixtures = {}


class Numbers:
    """Numbers drawn for one case. Python's own generator gives the same in every version."""

    def __init__(self, case):
        self.random = random.Random(case)

    def normal(self, *shape):
        return self.of(lambda: self.random.gauss(0, 1), shape)

    def positive(self, *shape):
        return self.of(lambda: self.random.uniform(0.5, 2), shape)

    def whole(self, *shape):
        """Few different numbers, so that many are equal."""
        return self.of(lambda: self.random.randint(-1, 1), shape)

    def probabilities(self, *shape):
        weights = self.positive(*shape)
        return torch.tensor(nearest((weights / weights.sum(-1, keepdim=True)).tolist()))

    def labels(self, samples, classes):
        return torch.tensor([self.random.randrange(classes) for _ in range(samples)])

    def of(self, draw, shape):
        count = torch.Size(shape).numel()
        return torch.tensor([nearest(draw()) for _ in range(count)]).reshape(shape)


def nearest(number):
    """The nearest number that `f32` holds."""
    if isinstance(number, list):
        return [nearest(number) for number in number]
    return struct.unpack("f", struct.pack("f", number))[0]


class Net(nn.Module):
    """Modules one after the other, under the names that they have in the test."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, *x):
        for module in self.children():
            x = (module(*x),)
        return x[0]


class Function(nn.Module):
    """A module without parameters."""

    def __init__(self, function):
        super().__init__()
        self.forward = function


def numbers_of(net):
    """Parameters and buffers, by name; plies does not count batches."""
    return {name: value for name, value in net.state_dict().items() if value.is_floating_point()}


def draw_parameters(net, numbers):
    with torch.no_grad():
        for name, value in numbers_of(net).items():
            draw = numbers.positive if name.endswith("running_var") else numbers.normal
            value.copy_(draw(*value.shape))


def put(case, tensors, prefix=""):
    for name, tensor in tensors.items():
        name = f"{case}/{prefix}{name}"
        assert name not in fixtures, name
        fixtures[name] = tensor.detach().to(torch.float64).clone().contiguous()


def put_gradients(case, net, inputs):
    put(case, {name: parameter.grad for name, parameter in net.named_parameters()}, "gradient.")
    put(case, {f"dx{i}": x.grad for i, x in enumerate(inputs)})


def layer(case, module, *shapes, samples=3, draw="normal", kinks=()):
    """Forward and backward through a layer, for inputs of the shapes, which begin with the kinks."""
    numbers = Numbers(case)
    net = module if isinstance(module, Net) else Net(layer=module)
    draw_parameters(net, numbers)
    inputs = [getattr(numbers, draw)(samples, *shape) for shape in shapes]
    for x in inputs:
        x.view(-1)[: len(kinks)] = torch.tensor(kinks)
        x.requires_grad = True
    put(case, {f"x{i}": x for i, x in enumerate(inputs)})
    put(case, numbers_of(net), "parameters.")
    y = net(*inputs)
    dy = numbers.normal(*y.shape)
    y.backward(dy)
    put(case, {"y": y, "dy": dy})
    put_gradients(case, net, inputs)
    put(case, {name: value for name, value in net.named_buffers() if value.is_floating_point()}, "after.")
    put(case, {"predicted": net.eval()(*inputs)})


def activation(case, module):
    """What works entry by entry, also where its slope jumps."""
    layer(case, module, (2, 4), kinks=[-3.0, 0.0, 3.0, -30.0])


def loss(case, function, draw, *shape, log_softmax=False, samples=5):
    """A loss of what an affine layer gives, compared with targets."""
    numbers = Numbers(case)
    classes = shape[-1]
    net = Net(affine1=nn.Linear(3, classes))
    if log_softmax:
        net.add_module("log_softmax1", nn.LogSoftmax(-1))
    draw_parameters(net, numbers)
    x = numbers.normal(samples, 3).requires_grad_()
    t = numbers.labels(samples, classes) if draw == "labels" else getattr(numbers, draw)(samples, classes)
    put(case, {"x0": x, "t": t})
    put(case, numbers_of(net), "parameters.")
    value = function(net(x), t)
    value.backward()
    put(case, {"loss": value.reshape(1)})
    put_gradients(case, net, [x])


STEPS, EVERY = 50, 10


def network_to_train():
    return Net(affine1=nn.Linear(3, 10), tanh1=nn.Tanh(), affine2=nn.Linear(10, 2))


def training():
    """What all optimizers begin with."""
    net, numbers = network_to_train(), Numbers("training")
    draw_parameters(net, numbers)
    put("training", numbers_of(net), "parameters.")
    put("training", {"x0": numbers.normal(5, 3), "t": numbers.normal(5, 2)})


def optimizer(case, make, decay_all=True, clip=None, **settings):
    """Parameters after every ten steps. Unless all parameters decay, biases do not."""
    net = network_to_train()
    start = {name: fixtures[f"training/parameters.{name}"] for name in net.state_dict()}
    net.load_state_dict(start)
    x, t = fixtures["training/x0"], fixtures["training/t"]
    parameters = dict(net.named_parameters())
    if decay_all:
        groups = [{"params": parameters.values()}]
    else:
        biases = [parameter for name, parameter in parameters.items() if name.endswith("bias")]
        weights = [parameter for name, parameter in parameters.items() if name.endswith("weight")]
        groups = [{"params": weights}, {"params": biases, "weight_decay": 0.0}]
    optimizer = make(groups, **settings)
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        F.mse_loss(net(x), t).backward()
        if clip:
            clip(net.parameters())
        optimizer.step()
        if step % EVERY == 0:
            put(case, parameters, f"after{step}.")


class Lion(torch.optim.Optimizer):
    """As algorithm 2 of the paper (Chen et al. 2023) has it; PyTorch has none."""

    def __init__(self, groups, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(groups, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (beta1, beta2), rate = group["betas"], group["lr"]
            for w in group["params"]:
                m = self.state[w].setdefault("exp_avg", torch.zeros_like(w))
                update = beta1 * m + (1 - beta1) * w.grad
                w -= rate * (update.sign() + group["weight_decay"] * w)
                m.copy_(beta2 * m + (1 - beta2) * w.grad)


def schedule(case, steps, rate, make):
    """The learning rate of each step."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler, rates = make(optimizer), []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    put(case, {"rates": torch.tensor(rates)})


def activations():
    activation("relu", nn.ReLU())
    activation("sigmoid", nn.Sigmoid())
    activation("tanh", nn.Tanh())
    activation("gelu", nn.GELU())
    activation("gelu_tanh", nn.GELU(approximate="tanh"))
    activation("silu", nn.SiLU())
    activation("leaky_relu", nn.LeakyReLU(0.1))
    activation("elu", nn.ELU(1.5))
    activation("softplus", nn.Softplus())
    # As PyTorch defines it: its own backward divides by 6 in single precision.
    activation("hard_sigmoid", Function(lambda x: F.relu6(x + 3) / 6))
    # Its slopes at 3 and -3 were others in PyTorch 2.4, where --check says so.
    activation("hard_swish", nn.Hardswish())
    activation("neg", Function(torch.neg))
    activation("scale", Function(lambda x: -2.5 * x))
    layer("cube", Function(lambda x: x**3), (2, 4), kinks=[0.0])
    layer("to_the_zeroth", Function(lambda x: x**0), (2, 4), kinks=[0.0])
    layer("exp", Function(torch.exp), (2, 4))
    layer("log", Function(torch.log), (2, 4), draw="positive")
    layer("sqrt", Function(torch.sqrt), (2, 4), draw="positive")
    layer("recip", Function(torch.reciprocal), (2, 4), draw="positive")
    layer("inverse_square", Function(lambda x: x**-2), (2, 4), draw="positive")
    layer("softmax", nn.Softmax(-1), (5,))
    layer("softmax_of_large", nn.Softmax(-1), (5,), kinks=[300.0, 299.0])
    layer("log_softmax", nn.LogSoftmax(-1), (5,))
    layer("log_softmax_of_large", nn.LogSoftmax(-1), (5,), kinks=[300.0, 299.0])
    layer("prelu_shared", nn.PReLU(), (2, 4), kinks=[0.0])
    layer("prelu_per_channel", nn.PReLU(3), (3, 2, 2), kinks=[0.0])
    layer("dropout_of_nothing", nn.Dropout(0.0), (4,))


def arithmetic():
    layer("add", Function(torch.add), (2, 3), (2, 3))
    layer("sub", Function(torch.sub), (2, 3), (2, 3))
    layer("mul", Function(torch.mul), (2, 3), (2, 3))
    layer("div", Function(torch.div), (2, 3), (2, 3), draw="positive")
    layer("dot", Function(lambda a, b: (a * b).sum(-1)), (5,), (5,))
    layer("mat_mul", Function(torch.matmul), (2, 3), (3, 4))
    layer("mat_mul_large", Function(torch.matmul), (9, 19), (19, 17), samples=2)
    layer("mat_mul_vector", Function(lambda a, b: torch.einsum("nij,nj->ni", a, b)), (2, 3), (3,))
    layer("sum", Function(lambda x: x.flatten(1).sum(1)), (3, 7))
    layer("mean", Function(lambda x: x.flatten(1).mean(1)), (3, 7))


def affine():
    layer("affine", nn.Linear(4, 3), (4,))
    layer("affine_of_one_sample", nn.Linear(4, 3), (4,), samples=1)
    layer("affine_of_an_image", Net(flatten1=nn.Flatten(), layer=nn.Linear(12, 5)), (3, 2, 2))
    layer("affine_large", nn.Linear(70, 37), (70,), samples=9)
    layer("affine_large_of_one_sample", nn.Linear(40, 17), (40,), samples=1)


def convolutions():
    layer("conv2d", nn.Conv2d(2, 3, 3), (2, 4, 5))
    layer("conv2d_padded", nn.Conv2d(2, 3, 3, padding=1), (2, 4, 5))
    layer("conv2d_strided", nn.Conv2d(2, 3, 3, stride=2, padding=1), (2, 6, 5))
    layer("conv2d_dilated", nn.Conv2d(2, 3, 2, dilation=3, padding=2), (2, 4, 5))
    every = {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2)}
    layer("conv2d_rect", nn.Conv2d(2, 3, (2, 3), **every), (2, 5, 4))
    layer("conv2d_grouped", nn.Conv2d(4, 6, 3, groups=2, padding=1, stride=2), (4, 5, 4))
    layer("conv2d_depthwise", nn.Conv2d(3, 3, 3, groups=3, padding=1), (3, 4, 4))
    layer("conv2d_of_a_pixel", nn.Conv2d(5, 4, 1), (5, 3, 3))
    # Sizes for which the gradient of the weight is summed in other ways.
    layer("conv2d_large", nn.Conv2d(3, 7, 5, padding=2), (3, 11, 13), samples=2)
    layer("conv2d_of_many_filters", nn.Conv2d(3, 9, 3, stride=2, padding=1), (3, 7, 6))
    layer("conv2d_of_many_pixels", nn.Conv2d(1, 5, 3, padding=1), (1, 11, 12), samples=2)
    layer("conv2d_of_wide_strides", nn.Conv2d(2, 5, 2, stride=3), (2, 8, 11))
    layer("conv1d", nn.Conv1d(2, 3, 3), (2, 7))
    layer("conv1d_of_all_settings", nn.Conv1d(4, 6, 3, stride=2, padding=3, dilation=2, groups=2), (4, 8))
    layer("conv1d_depthwise", nn.Conv1d(3, 3, 3, groups=3, padding=1), (3, 6))
    layer("conv_transpose2d", nn.ConvTranspose2d(2, 3, 3), (2, 3, 2))
    stretched = nn.ConvTranspose2d(2, 3, 3, stride=2, padding=1, output_padding=1)
    layer("conv_transpose2d_strided", stretched, (2, 3, 2))
    grouped = nn.ConvTranspose2d(4, 6, 2, stride=2, dilation=2, groups=2, padding=1)
    layer("conv_transpose2d_grouped", grouped, (4, 3, 2))
    large = nn.ConvTranspose2d(6, 9, 3, stride=2, padding=1)
    layer("conv_transpose2d_large", large, (6, 4, 5), samples=2)
    every = {"stride": (2, 3), "padding": (1, 0), "dilation": (2, 1), "output_padding": (1, 2)}
    layer("conv_transpose2d_rect", nn.ConvTranspose2d(2, 3, (2, 3), **every), (2, 3, 2))


def images():
    layer("max_pool2d", nn.MaxPool2d(2), (2, 4, 6))
    layer("max_pool2d_of_equals", nn.MaxPool2d(2, stride=1), (2, 4, 4), draw="whole")
    layer("max_pool2d_padded", nn.MaxPool2d((3, 2), stride=2, padding=1), (2, 5, 4))
    every = {"stride": (2, 1), "padding": (1, 0)}
    layer("max_pool2d_rect", nn.MaxPool2d((3, 2), **every), (2, 5, 4))
    layer("max_pool2d_with_gaps", nn.MaxPool2d(2, stride=3), (2, 5, 5))
    layer("max_pool2d_large", nn.MaxPool2d(3, stride=2, padding=1), (2, 9, 37), samples=2, draw="whole")
    layer("max_pool2d_that_drops", nn.MaxPool2d(3), (2, 5, 4))
    layer("avg_pool2d", nn.AvgPool2d(2), (2, 4, 6))
    layer("avg_pool2d_padded", nn.AvgPool2d((3, 2), stride=2, padding=1), (2, 5, 4))
    excluding = nn.AvgPool2d((3, 2), stride=2, padding=1, count_include_pad=False)
    layer("avg_pool2d_excluding_padding", excluding, (2, 5, 4))
    layer("avg_pool2d_rect", nn.AvgPool2d((3, 2), **every), (2, 5, 4))
    layer("avg_pool2d_with_gaps", nn.AvgPool2d(2, stride=3), (2, 5, 5))
    layer("avg_pool2d_large", nn.AvgPool2d(3, stride=2, padding=1), (2, 9, 37), samples=2)
    layer("avg_pool2d_overlapping", nn.AvgPool2d(3, stride=1), (2, 4, 5))
    layer("global_avg_pool", Net(layer=nn.AdaptiveAvgPool2d(1), flatten1=nn.Flatten()), (3, 2, 4))
    layer("flatten", nn.Flatten(), (2, 3, 2))
    layer("reshape", nn.Unflatten(1, (3, 2, 2)), (12,))
    layer("zero_pad2d", nn.ZeroPad2d((1, 0, 2, 3)), (2, 2, 3))
    layer("upsample2d", nn.Upsample(scale_factor=3, mode="nearest"), (2, 2, 3))
    layer("upsample2d_bilinear", nn.Upsample(scale_factor=3, mode="bilinear"), (2, 2, 3))
    layer("upsample2d_bilinear_large", nn.Upsample(scale_factor=2, mode="bilinear"), (1, 5, 19), samples=2)
    layer("upsample2d_bilinear_of_a_pixel", nn.Upsample(scale_factor=2, mode="bilinear"), (3, 1, 1))
    layer("concat", Function(lambda *x: torch.cat(x, 1)), (3,), (1,), (4,))
    layer("concat_of_images", Function(lambda *x: torch.cat(x, 1)), (3, 2, 2), (1, 2, 2))


def norms():
    layer("batch_norm", nn.BatchNorm1d(4), (4,), samples=5)
    layer("batch_norm_of_images", nn.BatchNorm2d(3, eps=0.01, momentum=0.3), (3, 2, 4))
    layer("batch_norm_of_an_image", nn.BatchNorm2d(3), (3, 2, 4), samples=1)
    layer("layer_norm", nn.LayerNorm(6), (6,))
    layer("layer_norm_of_images", nn.LayerNorm((2, 3, 2), eps=0.01), (2, 3, 2))
    layer("rms_norm", nn.RMSNorm(6, eps=1e-5), (6,))
    layer("rms_norm_of_images", nn.RMSNorm((2, 3, 2), eps=0.01), (2, 3, 2))
    layer("group_norm", nn.GroupNorm(2, 6), (6,))
    layer("group_norm_of_images", nn.GroupNorm(2, 4, eps=0.01), (4, 2, 3))


def networks():
    convolutional = Net(
        conv1=nn.Conv2d(1, 4, 3, padding=1),
        relu1=nn.ReLU(),
        norm1=nn.BatchNorm2d(4),
        pool1=nn.MaxPool2d(2),
        conv2=nn.Conv2d(4, 6, 3),
        gelu1=nn.GELU(),
        flatten1=nn.Flatten(),
        affine1=nn.Linear(24, 5),
        norm2=nn.LayerNorm(5),
    )
    layer("convolutional_network", convolutional, (1, 8, 8), samples=4)


def losses():
    def cross_entropy(reduction="mean", **settings):
        return lambda y, t: F.cross_entropy(y, t, reduction=reduction, **settings)

    weight = torch.tensor([1.0, 0.0, 2.5, 0.5])
    loss("softmax_with_loss_of_labels", cross_entropy(), "labels", 4)
    loss("softmax_with_loss_of_columns", cross_entropy(), "probabilities", 4)
    loss("cross_entropy_of_labels", cross_entropy(), "labels", 4)
    loss("cross_entropy_of_columns", cross_entropy(), "probabilities", 4)
    loss("cross_entropy_smoothed", cross_entropy(label_smoothing=0.1), "labels", 4)
    loss("cross_entropy_weighted", cross_entropy(weight=weight), "labels", 4)
    both = {"label_smoothing": 0.1, "weight": weight}
    loss("cross_entropy_of_labels_with_both", cross_entropy(**both), "labels", 4)
    loss("cross_entropy_of_columns_with_both", cross_entropy(**both), "probabilities", 4)
    loss("cross_entropy_of_labels_summed", cross_entropy("sum", **both), "labels", 4)
    loss("cross_entropy_of_columns_summed", cross_entropy("sum", **both), "probabilities", 4)
    loss("mean_squared_error", F.mse_loss, "normal", 4)
    loss("sum_squared_error", nn.MSELoss(reduction="sum"), "normal", 4)
    loss("mean_absolute_error", F.l1_loss, "normal", 4)
    loss("sum_absolute_error", nn.L1Loss(reduction="sum"), "normal", 4)
    loss("huber", nn.HuberLoss(delta=0.7), "normal", 4)
    loss("huber_summed", nn.HuberLoss(delta=0.7, reduction="sum"), "normal", 4)
    loss("binary_cross_entropy", nn.BCEWithLogitsLoss(), "probabilities", 4)
    loss("binary_cross_entropy_summed", nn.BCEWithLogitsLoss(reduction="sum"), "probabilities", 4)
    loss("kl_divergence", nn.KLDivLoss(reduction="batchmean"), "probabilities", 4, log_softmax=True)
    loss("kl_divergence_summed", nn.KLDivLoss(reduction="sum"), "probabilities", 4, log_softmax=True)


def optimizers():
    training()
    optim, some, every = torch.optim, {"weight_decay": 0.1, "decay_all": False}, {"weight_decay": 0.1}
    optimizer("sgd", optim.SGD, lr=0.1)
    optimizer("sgd_decay", optim.SGD, lr=0.1, **some)
    optimizer("sgd_decay_all", optim.SGD, lr=0.1, **every)
    optimizer("momentum", optim.SGD, lr=0.05, momentum=0.9)
    optimizer("momentum_decay_all", optim.SGD, lr=0.05, momentum=0.9, **every)
    optimizer("nesterov", optim.SGD, lr=0.05, momentum=0.9, nesterov=True)
    optimizer("nesterov_decay", optim.SGD, lr=0.05, momentum=0.9, nesterov=True, **some)
    optimizer("ada_grad", optim.Adagrad, lr=0.1)
    optimizer("ada_grad_decay", optim.Adagrad, lr=0.1, eps=1e-3, **some)
    optimizer("rms_prop", optim.RMSprop, lr=0.01)
    optimizer("rms_prop_decay", optim.RMSprop, lr=0.01, alpha=0.9, eps=1e-3, **some)
    optimizer("adam", optim.Adam, lr=0.01)
    optimizer("adam_decay", optim.Adam, lr=0.01, betas=(0.8, 0.95), eps=1e-3, **some)
    optimizer("adam_decay_all", optim.Adam, lr=0.01, **every)
    optimizer("adam_w", optim.AdamW, lr=0.01)
    optimizer("adam_w_decay", optim.AdamW, lr=0.01, betas=(0.8, 0.95), eps=1e-3, **some)
    optimizer("lion", Lion, lr=0.01)
    optimizer("lion_decay", Lion, lr=0.01, betas=(0.8, 0.95), **some)
    norm, value = nn.utils.clip_grad_norm_, nn.utils.clip_grad_value_
    optimizer("sgd_clipped_by_norm", optim.SGD, lr=0.1, clip=lambda parameters: norm(parameters, 0.5))
    optimizer("sgd_clipped_by_value", optim.SGD, lr=0.1, clip=lambda parameters: value(parameters, 0.1))


def schedules():
    def warmed_up(optimizer):
        rise = lr_scheduler.LinearLR(optimizer, start_factor=1 / 5, total_iters=4)
        fall = lr_scheduler.CosineAnnealingLR(optimizer, 40)
        return lr_scheduler.SequentialLR(optimizer, [rise, fall], milestones=[5])

    schedule("step_decay", 50, 0.1, lambda optimizer: lr_scheduler.StepLR(optimizer, 7, 0.5))
    schedule("exponential", 50, 0.1, lambda optimizer: lr_scheduler.ExponentialLR(optimizer, 0.9))
    schedule("cosine", 41, 0.1, lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, 40, 0.01))
    schedule("one_cycle", 50, 0.1, lambda optimizer: lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=51))
    schedule("warm_up", 45, 0.1, warmed_up)


def check():
    """Whether the file holds what was computed."""
    with safe_open(FILE, "pt") as file:
        written = {name: file.get_tensor(name) for name in file.keys()}
        version = file.metadata()["torch"]
    different = sorted(written.keys() ^ fixtures.keys())
    for name in sorted(written.keys() & fixtures.keys()):
        a, b = written[name], fixtures[name]
        if a.shape != b.shape or (a - b).abs().max() > TOLERANCE * b.abs().max():
            different.append(name)
    found = f"{len(different)} of {len(fixtures)} tensors differ"
    print(f"{found}: the file's are of PyTorch {version}, this is {torch.__version__}")
    for name in different:
        print(f"  {name}")
    return not different


def main():
    for make in [activations, arithmetic, affine, convolutions, images, norms, networks]:
        make()
    for make in [losses, optimizers, schedules]:
        make()
    if "--check" in sys.argv[1:]:
        sys.exit(not check())
    save_file(fixtures, FILE, metadata={"torch": torch.__version__})


if __name__ == "__main__":
    main()
