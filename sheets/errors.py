"""What can be wrong with a sheet: one code list, one shape of a finding."""

from dataclasses import asdict, dataclass

CODES = (
    "required", "missing_column", "invalid_choice", "invalid_date", "invalid_number", "invalid_checksum",
    "out_of_range", "too_long", "unknown_code", "ambiguous_name", "mismatch", "duplicate_in_file", "conflict",
    "overlap", "order", "foreign_territory", "registered_elsewhere", "constraint", "bad_file",
)  # fmt: skip
OF_VALIDATORS = {
    "max_length": "too_long",
    "min_value": "out_of_range",
    "max_value": "out_of_range",
    "max_digits": "out_of_range",
    "max_whole_digits": "out_of_range",
    "max_decimal_places": "invalid_number",
}


class CellError(Exception):
    """One cell cannot be taken as it stands. The sentence says what is wrong and what would be right."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, str(message)


def from_validation(error, fallback="constraint"):
    """A field validator's refusal in the words of a sheet."""
    first = error.error_list[0]
    code = first.code if first.code in CODES else OF_VALIDATORS.get(first.code, fallback)
    return CellError(code, error.messages[0])


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend: the row as counted in the file (header = 1) and the header of the column."""

    row: int
    position: int
    column: str
    code: str
    message: str

    def as_json(self):
        told = asdict(self)
        del told["position"]
        return told
