"""Entries that take turns, so that whatever else the machine does meets them alike."""

import statistics
import sys
from dataclasses import dataclass

from .contender import Contender

# How many first runs must compute the same, and how closely.
CHECKED = 5
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Entry:
    """A case of a contender, and what it is called in the table."""

    name: str
    contender: Contender
    case: str

    def seconds(self, runs):
        return self.contender.seconds(self.case, runs)


def race(title, entries, rounds, turn):
    """The median seconds of each entry, and of its ratios to the first of the same round; `turn` is in seconds."""
    entries = [entry for entry in entries if entry.contender.starts(entry.case)]
    if not entries:
        return {}
    agree(title, entries)
    runs = {entry: runs_in_a_turn(entry, turn) for entry in entries}
    seconds = {entry.name: [] for entry in entries}
    for number in range(rounds):
        # Another one begins each round.
        begins = number % len(entries)
        for entry in entries[begins:] + entries[:begins]:
            seconds[entry.name].append(entry.seconds(runs[entry]))
    firsts = next(iter(seconds.values()))
    return {name: (statistics.median(own), ratio(own, firsts)) for name, own in seconds.items()}


def ratio(own, firsts):
    return statistics.median(a / b for a, b in zip(own, firsts))


def runs_in_a_turn(entry, turn):
    """As many as a turn has time for, and no fewer than two. This warms the entry up, too."""
    runs = 2
    while (seconds := entry.seconds(runs) * runs) < turn / 4:
        runs *= 4
    return max(2, round(turn / (seconds / runs)))


def agree(title, entries):
    """Exits, and says who, if entries compute different things."""
    found = {entry.name: entry.contender.numbers(entry.case, CHECKED) for entry in entries}
    first, expected = next(iter(found.items()))
    # Numbers near zero are sums of larger ones, whose last digits differ.
    least = max(map(abs, expected)) / 20
    for name, numbers in found.items():
        if len(numbers) != len(expected):
            sys.exit(f"{title}: {name} computes {len(numbers)} numbers, {first} {len(expected)}")
        for index, (number, wanted) in enumerate(zip(numbers, expected)):
            if not abs(number - wanted) <= TOLERANCE * max(abs(wanted), least):
                sys.exit(f"{title}: number {index} is {number} in {name}, but {wanted} in {first}")
