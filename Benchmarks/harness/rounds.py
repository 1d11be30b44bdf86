"""Interleaved rounds, and what they come to.

Every round visits each contestant once, so a machine that is busy for a while slows all of them alike. The first round warms
up and does not count. A ratio is taken within each round, and the median of those counts.
"""
import os, statistics, sys

ROUNDS = int(os.environ.get("ROUNDS", 5))


def interleaved(contestants, rounds=None, warm=1):
    """Samples by contestant and round; each contestant is a function that gives a sample (a dictionary)."""
    found = {name: [] for name in contestants}
    for turn in range((rounds or ROUNDS) + warm):
        for name, measure in contestants.items():
            sample = measure()
            if turn >= warm:
                found[name].append(sample)
        print(".", end="", file=sys.stderr, flush=True)
    return found


def median(samples, metric="cpu"):
    return statistics.median(sample[metric] for sample in samples)


def best(samples, metric):
    return min(sample[metric] for sample in samples)


def ratio(found, name, other, metric="cpu"):
    """How much more `name` takes than `other`; nothing when one of them was not measured."""
    if not found or name not in found or other not in found:
        return None
    return statistics.median(a[metric] / b[metric] for a, b in zip(found[name], found[other]))
