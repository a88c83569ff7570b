"""Contenders: processes that are told what to run, a line at a time, and answer with a line."""

import os
import shutil
import subprocess
import sys

# One thread for each, whatever it is made of.
ONE_THREAD = {
    name: "1"
    for name in [
        "RAYON_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "NPROC",  # XLA's
    ]
} | {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1", "JAX_PLATFORMS": "cpu"}


def one_core():
    """What to write before a command so that it stays on one core."""
    if not shutil.which("taskset"):
        return []
    return ["taskset", "--cpu-list", str(max(os.sched_getaffinity(0)))]


class Contender:
    """A process that is alive until the last row is measured."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            one_core() + [str(word) for word in command],
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def ask(self, *words):
        question = " ".join(map(str, words))
        try:
            print(question, file=self.process.stdin, flush=True)
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        if not answer:
            sys.exit(f"{self.name} fails at `{question}`")
        return answer

    def starts(self, case):
        """Whether it has this case, which it makes ready."""
        return self.ask("start", case) == "ready"

    def numbers(self, case, runs):
        """What so many runs compute."""
        return [float(number) for number in self.ask("numbers", case, runs).split()]

    def seconds(self, case, runs):
        """How long a run takes, on the average of so many."""
        return float(self.ask("run", case, runs))

    def peak_memory(self):
        """The most bytes that were in memory, as far as this system tells."""
        try:
            with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
                return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        except FileNotFoundError:
            return None

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
