"""What pages need to know of this instance as a whole."""

from records.site import fact, is_demo, state_fact

SCHEME = "division-scheme"

__all__ = ["SCHEME", "fact", "is_demo", "state_fact"]
