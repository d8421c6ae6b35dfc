"""What names a community by its code follows when the code changes or others take the community's place.

Rows that hold a community by reference need nothing: it stays the same one. Apps register what they keep by code.
"""

from dataclasses import dataclass

_followers = []


@dataclass(frozen=True)
class Succession:
    """From the day `on` the codes `new` stand for what was coded `old`; `is_same` where only the code has changed."""

    old: str
    new: list
    on: object
    is_same: bool


def follows(function):
    """Declare the function below, which is told of every `Succession`."""
    _followers.append(function)
    return function


def follow(succession):
    for function in _followers:
        function(succession)
