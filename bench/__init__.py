"""Measurements on generated data, in databases of their own; `make bench` prints them as JSON."""
