"""Markdown of what was measured."""


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def digits(number):
    """Three digits that mean something."""
    if number >= 100:
        return f"{number:.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}" if number >= 0.1 else f"{number:.4f}"


def steps(names, rows):
    """Microseconds, and in brackets the ratios to the first; `rows` are titles, results, and flops at the peak."""

    def cell(result):
        if result is None:
            return ""
        seconds, ratio = result
        return f"{digits(seconds * 1e6)} ({digits(ratio)})"

    return table(
        ["µs", *names, "arithmetic at peak"],
        [
            [title, *(cell(results.get(name)) for name in names), digits(peak * 1e6) if peak else ""]
            for title, results, peak in rows
        ],
    )


def products(names, rows):
    """GFLOP/s; `rows` are titles, results, and flops."""

    def cell(results, name, flops):
        return digits(flops / results[name][0] / 1e9) if name in results else ""

    return table(
        ["GFLOP/s", *names],
        [[title, *(cell(results, name, flops) for name in names)] for title, results, flops in rows],
    )


def costs(rows):
    """`rows` are names, the figures of `build.cost`, and bytes of memory."""

    def cells(seconds, cpu, crates, size, memory):
        return [
            f"{seconds:.0f}" if seconds else "",
            f"{cpu:.0f}" if cpu else "",
            str(crates),
            f"{size / 1e6:.1f}",
            f"{memory / 1e6:.1f}" if memory else "",
        ]

    head = ["", "build, s", "of all cores, s", "crates", "binary, MB", "peak memory of LeNet-5, MB"]
    return table(head, [[name, *cells(*figures)] for name, *figures in rows])
