"""The database connection of the portal."""

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A PostgreSQL connection."""
