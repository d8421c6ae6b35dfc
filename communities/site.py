"""What pages need to know of this instance as a whole."""

from records.site import demo_notice, fact, is_demo, state_fact

SCHEME = "division-scheme"

__all__ = ["SCHEME", "demo_notice", "fact", "is_demo", "state_fact"]
