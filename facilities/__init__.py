"""Premises and services: what a community has for its residents, how large, on which floor, since when."""
