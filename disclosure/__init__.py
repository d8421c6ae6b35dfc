"""居务公开 and notices: what must be published, what was, who looked at it first, and when it is late."""
