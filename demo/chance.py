"""Chance that repeats itself: the same key gives the same numbers on every machine."""

import datetime
import math
from random import Random


class Chance(Random):
    """`Chance("people", "500103001001")`: one stream of chance for each register of each community."""

    def __new__(cls, *_key):
        return super().__new__(cls)

    def __init__(self, *key):
        super().__init__(":".join(map(str, key)))

    def happens(self, share):
        return self.random() < share

    def one_of(self, shares):
        """A key of `{key: share}`; shares are parts of 1, the last key takes what is left."""
        point = self.random()
        for key, share in shares.items():
            point -= share
            if point < 0:
                return key
        return key

    def around(self, mean, spread):
        """Positive numbers around a mean, few far above it (log-normal)."""
        return mean * math.exp(self.gauss(-spread * spread / 2, spread))

    def day(self, first, last):
        """A day from `first` to `last`, both included."""
        start = first.toordinal()
        return datetime.date.fromordinal(start + int(self.random() * (last.toordinal() - start + 1)))


def apportion(total, weights, least=0):
    """Whole numbers in the proportion of `weights`, none below `least`, that add up to `total` (largest remainders)."""
    spare = total - least * len(weights)
    scale = spare / sum(weights)
    exact = [least + weight * scale for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
