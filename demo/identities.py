"""Identity and telephone numbers that are formally right and cannot be anybody's.

No county was ever given the code 500199, and no mobile number begins with 111.
"""

from collections import Counter

from records.identity import check_digit

COUNTY = "500199"
PHONE_PREFIX = "111"
PER_DAY = 500
"""Sequence numbers of one gender on one birthday: odd for men, even for women."""


class Identities:
    """Gives out numbers, never one twice."""

    def __init__(self):
        self.born = Counter()
        self.phones = 0

    def id_number(self, born_on, gender):
        taken = self.born[born_on, gender]
        if taken >= PER_DAY:
            raise OverflowError(f"{PER_DAY} people born on {born_on}")
        self.born[born_on, gender] += 1
        first17 = f"{COUNTY}{born_on:%Y%m%d}{2 * taken + (gender == 'male'):03}"
        return first17 + check_digit(first17)

    def phone(self):
        """Numbers that look scattered: a step without common factor goes once through all 10⁸."""
        self.phones += 1
        return f"{PHONE_PREFIX}{self.phones * 61_803_399 % 100_000_000:08}"
