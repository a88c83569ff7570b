"""Builds the contenders that are written in Rust, each in a folder of its own, and says what that takes."""

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

STEPS = Path(__file__).resolve().parent.parent
TARGET = STEPS.parent.parent.parent / "target/peers/steps"


def cargo(name, *arguments):
    result = subprocess.run(
        ["cargo", *arguments, "--locked", "--quiet"], cwd=STEPS / name, capture_output=True, encoding="utf-8"
    )
    if result.returncode != 0:
        sys.exit(f"{name}: cargo {arguments[0]} fails\n{result.stderr}")
    return result.stdout


def build(name, cold):
    """The binary. The first build, and any that is to be cold, is timed."""
    target, note = TARGET / name, TARGET / f"{name}.json"
    if cold:
        shutil.rmtree(target, ignore_errors=True)
    if timed := not target.exists():
        cargo(name, "fetch")
    started, before = time.perf_counter(), cpu_seconds()
    cargo(name, "build", "--release", "--target-dir", str(target))
    if timed:
        note.write_text(json.dumps({"seconds": time.perf_counter() - started, "cpu": cpu_seconds() - before}))
    return target / "release" / f"steps-{name}"


def cpu_seconds():
    """What all that has been built so far took, on all cores together."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cost(name):
    """The seconds of the cold build, those of all cores together, the crates, and the bytes of the binary.

    Of a build that was interrupted, or was made by hand, the seconds are not known.
    """
    note = TARGET / f"{name}.json"
    times = json.loads(note.read_text()) if note.exists() else {"seconds": None, "cpu": None}
    tree = cargo(name, "tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe", "--format", "{p}")
    # Itself is no dependency.
    crates = len({line.removesuffix(" (proc-macro)") for line in tree.splitlines()}) - 1
    return times["seconds"], times["cpu"], crates, (TARGET / name / "release" / f"steps-{name}").stat().st_size


def version(name, package):
    """That of a package in its Cargo.lock."""
    lines = (STEPS / name / "Cargo.lock").read_text(encoding="utf-8").splitlines()
    place = lines.index(f'name = "{package}"')
    return lines[place + 1].split('"')[1]
