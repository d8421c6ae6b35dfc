"""What is to be put right, and the word of progress each half-year."""

from rectification.models.findings import Finding
from rectification.models.progress import Progress

__all__ = ["Finding", "Progress"]
