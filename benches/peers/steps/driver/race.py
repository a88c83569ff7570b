"""Contenders that take turns, so that whatever else the machine does meets them alike."""

import statistics
import sys

# How many first runs must compute the same, and how closely.
CHECKED = 5
TOLERANCE = 1e-4
# A turn of a contender takes this many seconds, and no fewer runs than two.
TURN = 0.1


def race(case, contenders, rounds, first):
    """The median seconds of each contender that has the case, and of its ratios to `first` of the same round."""
    contenders = [contender for contender in contenders if contender.starts(case)]
    if not contenders:
        return {}
    agree(case, contenders)
    runs = {contender: runs_in_a_turn(contender, case) for contender in contenders}
    seconds = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        # Another one begins each round.
        turn = number % len(contenders)
        for contender in contenders[turn:] + contenders[:turn]:
            seconds[contender.name].append(contender.seconds(case, runs[contender]))
    firsts = seconds.get(first)
    return {name: (statistics.median(own), ratio(own, firsts)) for name, own in seconds.items()}


def ratio(own, firsts):
    return statistics.median(a / b for a, b in zip(own, firsts)) if firsts else None


def runs_in_a_turn(contender, case):
    """As many as a turn has time for; this warms it up, too."""
    runs = 2
    while (seconds := contender.seconds(case, runs) * runs) < TURN / 4:
        runs *= 4
    return max(2, round(TURN / (seconds / runs)))


def agree(case, contenders):
    """Exits, and says who, if contenders compute different things."""
    found = {contender.name: contender.numbers(case, CHECKED) for contender in contenders}
    first, expected = next(iter(found.items()))
    for name, numbers in found.items():
        if len(numbers) != len(expected):
            sys.exit(f"{case}: {name} computes {len(numbers)} numbers, {first} {len(expected)}")
        # Numbers near zero are sums of larger ones, whose last digits differ.
        scale = max(map(abs, expected)) / 20
        for index, (number, wanted) in enumerate(zip(numbers, expected)):
            if not abs(number - wanted) <= TOLERANCE * max(abs(wanted), scale):
                sys.exit(f"{case}: number {index} is {number} in {name}, but {wanted} in {first}")
