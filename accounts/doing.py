"""What an account is doing right now. Where it may do so depends on it: see `communities.access`."""

from contextlib import contextmanager


def at_work(user, *permissions):
    """From here on this account object is doing what these rights are needed for. None stands for the system."""
    if user is not None:
        user.doing = frozenset(permissions)


@contextmanager
def doing(user, *permissions):
    """As `at_work`, inside the block."""
    before = getattr(user, "doing", frozenset())
    at_work(user, *permissions)
    try:
        yield
    finally:
        at_work(user, *before)
