"""The rows behind a figure: which were counted, which were not, and why not."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One row of a register as the trace shows it."""

    label: str
    detail: str = ""
    amount: object = None
    reason: str = ""
    source: str = ""
    record: object = None


@dataclass
class Traced:
    """What a figure counted and what it left out."""

    counted: list[Line] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)

    def add(self, line):
        (self.left_out if line.reason else self.counted).append(line)
        return self
