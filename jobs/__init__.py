"""Durable background work: a job is first a row and only then a message; it survives worker, broker and restart."""
