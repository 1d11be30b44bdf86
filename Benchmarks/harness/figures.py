"""Reads figures out of the results: None where a case was not measured."""
import statistics

from . import rounds


class Figures:
    def __init__(self, results):
        self.results = results

    def samples(self, case):
        return self.results.get(case, {}).get("samples", {})

    def median(self, case, name, metric="cpu"):
        samples = self.samples(case).get(name)
        return rounds.median(samples, metric) if samples and metric in samples[0] else None

    def best(self, case, name, metric):
        samples = self.samples(case).get(name)
        return rounds.best(samples, metric) if samples else None

    def ratio(self, case, name, other, metric="cpu"):
        return rounds.ratio(self.samples(case), name, other, metric)

    def best_ratio(self, case, name, other, metric):
        """Of the best rounds: what a noisy neighbor did to the others is not asked."""
        one, two = self.best(case, name, metric), self.best(case, other, metric)
        return one / two if one and two else None

    def difference(self, case, name, other, metric="cpu"):
        """The median of what `name` takes more in the same round."""
        one, two = self.samples(case).get(name), self.samples(case).get(other)
        return statistics.median(a[metric] - b[metric] for a, b in zip(one, two)) if one and two else None
