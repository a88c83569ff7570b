#!/usr/bin/env python3
"""Makes ten mistakes in plies and in two other libraries, and writes down what the compiler says of each.

    python benches/peers/errors.py            writes benches/peers/errors.md
    python benches/peers/errors.py --check    exits with 1 if that file is of other errors

The programs of a library are in the folder of its name. As in tests/ui, `//~ fix:` below a line is what to write in its
place; so put right, a program must compile and run. A mistake that compiles is run, for what is said then. Every library is
built once, in target/peers, from the versions in its Cargo.lock. What plies says is read from tests/ui, where a test holds
it to the compiler. Needs cargo, and a network for the first time.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = HERE / "errors.md"

# Name, version, and what else Cargo.toml says of it.
PEERS = [
    ("dfdx", "0.13.0", ', default-features = false, features = ["std", "cpu"]'),
    ("incin", "0.1.0", ""),
]

# What is wrong, the programs of the peers, and the case in tests/ui.
MISTAKES = [
    ("A second layer of the wrong input size", "input_size", "shapes/input_size"),
    ("A first layer that does not take the network's input", "first_layer", "shapes/first_layer"),
    ("Another output than promised", "declared_output", "shapes/declared_output"),
    ("A kernel larger than its image", "conv_kernel_larger_than_image", "convolutions/conv_kernel_larger_than_image"),
    ("A convolution of the wrong channels", "conv_of_other_channels", "convolutions/conv_groups_and_channels"),
    ("A layer that does not take what convolutions and pools leave", "end_of_a_chain", "shapes/end_of_a_chain"),
    ("A sum of different sizes", "sum_of_different_sizes", "shapes/sum_of_different_sizes"),
    ("Images of different widths put together", "concat_of_different_images", "layers/concat_of_different_images"),
    ("Labels of another number of classes", "labels_of_other_classes", "calls/labels_of_other_classes"),
    ("A layer of one's own in the wrong place", "own_layer_in_the_wrong_place", "own_layers/own_layer_in_the_wrong_place"),
]

# A mistake that nobody can make there. Of the peers it is checked that the right program does not compile either.
CANNOT = {
    ("plies", "conv_of_other_channels"): "It cannot be written: a `Conv2d` is not told its channels, it takes those of what"
    " feeds it. Groups that do not divide them are the nearest mistake:",
} | {
    ("dfdx", program): "It cannot be written on stable Rust: `Conv2D`, `MaxPool2D` and `Flatten2D` are behind the feature"
    " `nightly`, which did not build with a nightly 1.97 either. With it, this would be the line:"
    for program in ("conv_kernel_larger_than_image", "conv_of_other_channels", "end_of_a_chain")
}

HEAD = """\
## Beside other libraries

The same ten mistakes in plies and in two libraries that check shapes at compile time by types alone,
{peers}. Each program is written as the examples of its library are, and compiles and runs once its
mistake is put right. They are in [benches/peers](../benches/peers), and `python benches/peers/errors.py` compiles them
anew; this is of {rustc}. *Lines* are all that the compiler prints of the errors, with notes and help.

incin has a command of its own for reading them, `cargo incin check`: it prints as many lines and some more, but writes the
binary numbers of the types as decimal ones, such as "Cannot use shape `[32, 50]` here" for the first mistake. Below is what
`cargo check` prints. tml 0.3.0 needs a nightly compiler and does not build with this one. nove, neuronika, burn and
candle-nn are not here: they look at sizes when they run.
"""


def program(file, fixed):
    """The code without its marks: as it is, or put right."""
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        mark = line.strip()
        if not mark.startswith("//~"):
            lines.append(line)
        elif fixed:
            lines[-1] = mark.removeprefix("//~ fix:").strip()
    return "\n".join(lines) + "\n"


def mistaken(file):
    """The lines that are put right."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line, below in zip(lines, lines[1:]) if below.strip().startswith("//~ fix:"))


def cargo(folder, *arguments):
    environment = {**os.environ, "RUST_BACKTRACE": "0", "CARGO_TERM_COLOR": "never"}
    target = ("--locked", "--quiet", "--target-dir", ROOT / "target/peers/build")
    command = ["cargo", *arguments, *target]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


def project(name, version, settings):
    """A package that depends on this library alone."""
    folder = ROOT / "target/peers" / name
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.lock").write_text((HERE / name / "Cargo.lock").read_text(encoding="utf-8"))
    (folder / "Cargo.toml").write_text(
        f'[package]\nname = "{name}-mistakes"\nversion = "0.0.0"\nedition = "2021"\n\n'
        f'[dependencies]\n{name} = {{ version = "={version}"{settings} }}\n\n[workspace]\n'
    )
    return folder


def errors_in(folder, code):
    """The errors in this program."""
    (folder / "src/main.rs").write_text(code, encoding="utf-8")
    result = cargo(folder, "check", "--message-format", "json")
    messages = [json.loads(line) for line in result.stdout.splitlines()]
    messages = [message for message in messages if message["reason"] == "compiler-message"]
    if any(message["target"]["name"] != f"{folder.name}-mistakes" for message in messages if is_error(message)):
        sys.exit(f"{folder.name} itself does not compile\n{result.stderr}")
    errors = [trim(message["message"]["rendered"]) for message in messages if is_error(message)]
    if result.returncode != 0 and not errors:
        sys.exit(f"cargo fails in {folder}\n{result.stderr}")
    return errors


def is_error(message):
    message = message["message"]
    return message["level"].startswith("error") and not message["message"].startswith("aborting due to")


def trim(text):
    """Without what is of this machine alone: paths to crates, and names of files that only some types have."""
    text = re.sub(r"/\S*/registry/src/[^/]+/", "", text)
    text = re.sub(r"'/\S*\.long-type-\d+\.txt'", "'….txt'", text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def lines(errors):
    count = sum(len(error.splitlines()) for error in errors)
    return f"{len(errors)} error{'s' * (len(errors) > 1)}, {count} lines"


def block(text, language="text"):
    return f"```{language}\n{text}\n```\n"


def of_plies(name, case):
    """What a cell of the table says of a mistake, and what its section does."""
    text = (ROOT / "tests/ui" / f"{case}.stderr").read_text(encoding="utf-8").strip()
    errors = [error.strip() for error in re.split(r"^(?=error)", text, flags=re.MULTILINE) if error]
    section = block(mistaken_case(case), "rust") + "\n" + block("\n\n".join(errors))
    if reason := CANNOT.get(("plies", name)):
        return "cannot be written", f"{reason}\n\n{section}"
    return lines(errors), section


def mistaken_case(case):
    """The line that the compiler points at."""
    source = (ROOT / "tests/ui" / f"{case}.rs").read_text(encoding="utf-8").splitlines()
    places = [i for i, line in enumerate(source) if re.match(r"//~ *\^", line)]
    return "\n".join(source[i - 1].strip() for i in places)


def of_peer(folder, name):
    """The same of a peer."""
    peer, file = folder.name, HERE / folder.name / f"{name}.rs"
    code = block(mistaken(file), "rust")
    errors = errors_in(folder, program(file, fixed=True))
    if reason := CANNOT.get((peer, name)):
        if not errors:
            sys.exit(f"{file} can be written")
        return "cannot be written", f"{reason}\n\n{code}"
    if errors:
        sys.exit(f"{file} does not compile when it is put right\n" + "\n\n".join(errors))
    if (result := cargo(folder, "run")).returncode != 0:
        sys.exit(f"{file} does not run when it is put right\n{result.stderr}")
    if errors := errors_in(folder, program(file, fixed=False)):
        return lines(errors), code + "\n" + block("\n\n".join(errors))
    if (result := cargo(folder, "run")).returncode == 0:
        return "never noticed", f"{code}\nIt compiles, and runs.\n"
    return "only when it runs", f"{code}\nIt compiles. When it runs, it says:\n\n{block(trim(result.stderr))}"


def render():
    folders = [project(*peer) for peer in PEERS]
    names = ["plies"] + [f"{name} {version}" for name, version, _ in PEERS]
    table = f"| mistake | {' | '.join(names)} |\n|{' --- |' * (len(names) + 1)}\n"
    sections = ""
    for title, name, case in MISTAKES:
        print(title, file=sys.stderr)
        results = [of_plies(name, case)] + [of_peer(folder, name) for folder in folders]
        table += f"| {title} | {' | '.join(cell for cell, _ in results)} |\n"
        sections += f"\n### {title}\n"
        for library, (_, section) in zip(names, results):
            sections += f"\n**{library}**\n\n{section}"
    rustc = subprocess.run(["rustc", "--version"], cwd=ROOT, capture_output=True, encoding="utf-8").stdout.split(" (")[0]
    return HEAD.format(peers=" and ".join(names[1:]), rustc=rustc) + "\n" + table + sections


def main():
    page = render()
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(page, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page:
        sys.exit(f"{PAGE.relative_to(ROOT)} is of other errors; python benches/peers/errors.py writes it anew")


if __name__ == "__main__":
    main()
