"""A bound on the memory of one job, so that it fails alone and does not take the machine with it."""

import resource
from contextlib import contextmanager


@contextmanager
def address_space(size):
    """Inside, allocations beyond `size` bytes of address space raise MemoryError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
