"""Sheets of people and posts."""

from staffing.sheets import pay, posts, workers

__all__ = ["pay", "posts", "workers"]
