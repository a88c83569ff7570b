"""How a contender in Python is told what to run; contender/protocol.rs says what the lines mean."""

import sys
from time import perf_counter


def serve(cases, numbers):
    """Of each case, `cases` has a function that makes ready what runs; `numbers` reads what a run gives."""
    started = {}
    for line in sys.stdin:
        match line.split():
            case "start", name:
                if name in cases:
                    started[name] = cases[name]()
                answer = "ready" if name in cases else "none"
            case "numbers", name, runs:
                found = [number for _ in range(int(runs)) for number in numbers(started[name]())]
                answer = " ".join(str(float(number)) for number in found)
            case "run", name, runs:
                answer = seconds(started[name], int(runs))
        print(answer, flush=True)


def seconds(run, runs):
    start = perf_counter()
    for _ in range(runs):
        run()
    return (perf_counter() - start) / runs
