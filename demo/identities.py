"""Identity and telephone numbers that are formally right and cannot be anybody's.

No county was ever given the code 500199, and no mobile number begins with 111.
"""

from collections import Counter
from functools import lru_cache

from records.identity import CHECK_DIGITS, WEIGHTS

COUNTY = "500199"
PHONE_PREFIX = "111"
PER_DAY = 500
"""Sequence numbers of one gender on one birthday: odd for men, even for women."""


@lru_cache(maxsize=50_000)
def _birthday(born_on):
    """The first fourteen characters and what they add to the check digit: alike for all born on that day."""
    first14 = f"{COUNTY}{born_on:%Y%m%d}"
    return first14, sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first14, strict=False))


class Identities:
    """Gives out numbers, never one twice; `after` so many of each day and `phones` of the others."""

    def __init__(self, after=0, phones=0):
        self.born, self.after = Counter(), after
        self.phones = phones

    def id_number(self, born_on, gender):
        taken = self.after + self.born[born_on, gender]
        if taken >= PER_DAY:
            raise OverflowError(f"{PER_DAY} people born on {born_on}")
        self.born[born_on, gender] += 1
        first14, weight = _birthday(born_on)
        hundreds, tens = divmod(2 * taken + (gender == "male"), 100)
        tens, ones = divmod(tens, 10)
        weight += hundreds * WEIGHTS[14] + tens * WEIGHTS[15] + ones * WEIGHTS[16]
        return f"{first14}{hundreds}{tens}{ones}{CHECK_DIGITS[weight % 11]}"

    def phone(self):
        """Numbers that look scattered: a step without common factor goes once through all 10⁸."""
        self.phones += 1
        return f"{PHONE_PREFIX}{self.phones * 61_803_399 % 100_000_000:08}"
