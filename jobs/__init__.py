"""Durable background work: a job is a row first, and only then a message, so that it survives worker, broker and restart."""
