"""Identity numbers of nobody: the county 500199 was never assigned, the checksums are right."""

import datetime

from records.identity import check_digit


def id_number(serial=1, born_on=datetime.date(1987, 3, 4), county="500199"):
    """The `serial`-th number of that birth date; an odd serial is a man's."""
    first17 = f"{county}{born_on:%Y%m%d}{serial:03}"
    return first17 + check_digit(first17)
