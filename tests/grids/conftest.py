"""Files to import are written as the sheets' own tests do."""

from tests.sheets.conftest import put

__all__ = ["put"]
