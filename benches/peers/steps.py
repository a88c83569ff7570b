#!/usr/bin/env python3
"""Measures plies beside other libraries, and writes the tables in docs/performance.md.

    pip install -r benches/peers/steps/requirements.txt    what is not there is left out
    python benches/peers/steps.py                          everything; the first time, it builds for long
    python benches/peers/steps.py --quick                  fewer rounds
    python benches/peers/steps.py --only plies,PyTorch     prints tables of these, and writes nothing
    python benches/peers/steps.py --cold                   builds everything anew, and times that

Contenders are processes that live as long as the measurement and take turns, on one core, with a thread each. All start
from the same weights and data, and what they compute in the first runs must be the same. Needs cargo, and a network for
the first time.
"""

import argparse
import importlib.util
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
sys.path.insert(0, str(HERE / "steps"))

from driver import build, data, tables  # noqa: E402
from driver.contender import Contender  # noqa: E402
from driver.race import Entry, race  # noqa: E402

# Written in Rust: the name of the folder, and the package that is measured.
RUST = {
    "plies": ("plies", "plies"),
    "by hand": ("by_hand", "gemm"),
    "candle": ("candle", "candle-core"),
    "burn": ("burn", "burn"),
    "dfdx": ("dfdx", "dfdx"),
}

# Written in Python: the file, and the module that it needs.
PYTHON = {
    "PyTorch": ("with_torch.py", "torch"),
    "JAX": ("with_jax.py", "jax"),
    "NumPy": ("with_numpy.py", "numpy"),
    "Python": ("plain.py", None),
}

STEPS = {
    "train/784-50-10": "training step 784-50-10, batch 100",
    "train/784-512-512-10": "training step 784-512-512-10, batch 128",
    "train/lenet5": "training step LeNet-5, batch 64",
    "train/2-16-16-1": "training step 2-16-16-1, batch 1",
    "predict/784-50-10": "inference 784-50-10, one sample",
    "predict/784-512-512-10": "inference 784-512-512-10, one sample",
    "predict/lenet5": "inference LeNet-5, one sample",
    "price": "price of apples and oranges, and its gradient",
}

# What else the machine has to do, before anything runs here.
LOAD = os.getloadavg()[0]

# Inputs, outputs, samples, and the scalar, unless it is `f32`.
PRODUCTS = [
    *((*size, "") for size in [(784, 50, 100), (50, 10, 100), (784, 512, 128), (512, 512, 128), (512, 10, 128)]),
    *((*size, "f64") for size in [(784, 50, 100), (512, 512, 128)]),
]
LIBRARIES = {
    "plies": "plies",
    "gemm": "gemm",
    "faer": "faer",
    "matrixmultiply": "matrixmultiply",
    "nalgebra's `SMatrix`": "nalgebra-static",
    "nalgebra's `DMatrix`": "nalgebra",
}


def main():
    options = parse()
    names = [name for name in [*RUST, *PYTHON] if name in options.only and is_there(name)]
    for name in [name for name in names if name in RUST]:
        print(f"building {name}", file=sys.stderr)
        build.build(RUST[name][0], options.cold)
    print("building products", file=sys.stderr)
    binary = build.build("products", options.cold)
    files = build.TARGET / "data"
    data.write(files)

    contenders = {name: Contender(name, command(name, files)) for name in names}
    products = Contender("products", [binary, files])
    steps = measure_steps(contenders, products, options)
    peak = max((row.peak for row in steps), default=0)
    text = tables.steps(list(contenders), [(row.title, row.results, row.flops / peak if peak else 0) for row in steps])
    text += f"\nThe peak of this core is {peak / 1e9:.0f} GFLOP/s of fused multiply-adds.\n\n" if peak else "\n"
    text += matrix_products(contenders, products, options)
    for contender in [*contenders.values(), products]:
        contender.stop()
    if rust := [name for name in names if name in RUST]:
        text += "\n" + costs(rust, files)
    text = f"{machine(names)}\n\n{text}"
    print(text)
    if set(options.only) == {*RUST, *PYTHON}:
        write(text)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--cold", action="store_true", help="builds everything anew")
    parser.add_argument("--only", default=[*RUST, *PYTHON], type=lambda names: names.split(","), help="a,b,c")
    options = parser.parse_args()
    if unknown := set(options.only) - {*RUST, *PYTHON}:
        parser.error(f"no contender is named {', '.join(unknown)}; there are {', '.join([*RUST, *PYTHON])}")
    options.rounds, options.turn = (5, 0.05) if options.quick else (15, 0.2)
    return options


def is_there(name):
    """Says so if it is not."""
    module = PYTHON[name][1] if name in PYTHON else None
    if module and importlib.util.find_spec(module) is None:
        print(f"{name} is left out: there is no module {module}", file=sys.stderr)
        return False
    return True


def command(name, files):
    if name in RUST:
        folder = RUST[name][0]
        return [build.TARGET / folder / "release" / f"steps-{folder}", files]
    return [sys.executable, HERE / "steps/python" / PYTHON[name][0], files]


@dataclass
class Step:
    """A row of the first table: what it took, its flops, and those in a second when the core did nothing else."""

    title: str
    results: dict
    flops: float
    peak: float


def measure_steps(contenders, products, options):
    rows = []
    for case, title in STEPS.items():
        print(title, file=sys.stderr)
        entries = [Entry(name, contender, case) for name, contender in contenders.items()]
        results = race(title, entries, options.rounds, options.turn)
        if results:
            rows.append(Step(title, results, flops_of(contenders.get("plies"), case), flops_at_peak(products)))
    return rows


def flops_at_peak(products):
    """The most of some short runs; 0 where it is not known how to reach it."""
    if not products.starts("peak"):
        return 0
    return products.numbers("peak", 1)[0] / min(products.seconds("peak", 100) for _ in range(20))


def flops_of(plies, case):
    """Those of the products of a step, as plies counts them."""
    if plies is None or not plies.starts(f"flops/{case}"):
        return 0
    return plies.numbers(f"flops/{case}", 1)[0]


def matrix_products(contenders, products, options):
    rows = []
    for inputs, outputs, samples, scalar in PRODUCTS:
        for kind in ["forward", "dW", "dx"]:
            title = f"{inputs}x{outputs}, {samples} samples{scalar and ', `f64`'}: {kind}"
            print(title, file=sys.stderr)
            of = f"{inputs}x{outputs}b{samples}{scalar}/{kind}"
            entries = [Entry(name, products, f"gemm/{folder}/{of}") for name, folder in LIBRARIES.items()]
            if "NumPy" in contenders:
                entries.append(Entry("NumPy", contenders["NumPy"], f"gemm/NumPy/{of}"))
            results = race(title, entries, options.rounds, options.turn / 4)
            rows.append((title, results, 2 * inputs * outputs * samples))
    return tables.products([*LIBRARIES, *(["NumPy"] if "NumPy" in contenders else [])], rows)


def costs(names, files):
    rows = []
    for name in names:
        # A process that does nothing else.
        contender = Contender(name, command(name, files))
        memory = None
        if contender.starts("train/lenet5"):
            contender.seconds("train/lenet5", 20)
            memory = contender.peak_memory()
        contender.stop()
        rows.append((name, *build.cost(RUST[name][0]), memory))
    return tables.costs(rows)


def machine(names):
    """What was measured, on what."""
    rust = [RUST[name] for name in names if name in RUST]
    modules = [PYTHON[name][1] for name in names if name in PYTHON and PYTHON[name][1]]
    versions = [f"{package} {build.version(folder, package)}" for folder, package in rust]
    versions += [f"{module} {version(module)}" for module in modules]
    rustc = subprocess.run(["rustc", "--version"], cwd=ROOT, capture_output=True, encoding="utf-8").stdout.split(" (")[0]
    others = f", beside other work: a load of {LOAD:.1f}" if LOAD > 0.5 else ""
    versions = [rustc, f"Python {platform.python_version()}", *versions]
    return f"On one core of {processor()}{others}; {', '.join(versions)}."


def processor():
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return platform.processor() or platform.machine()
    lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    of = {line.split(":")[0].strip(): line.split(":")[1].strip() for line in lines if ":" in line}
    vectors = "AVX-512" if "avx512f" in of.get("flags", "") else "AVX2" if "avx2" in of.get("flags", "") else ""
    return f"an {of.get('model name', platform.machine())}" + (f" with {vectors}" if vectors else "")


def write(text):
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
