"""What a look inside a file can end in: a refusal, or findings for the reader."""

from dataclasses import dataclass, field


class Refused(Exception):
    """The file cannot be taken; the sentence says why and what to do instead."""


@dataclass
class Findings:
    """What the look brought to light and the parser would hide: broken cells, the calendar in use."""

    broken: dict = field(default_factory=dict)  # sheet name -> {(row, column): what stands there}
    date1904: bool = False
