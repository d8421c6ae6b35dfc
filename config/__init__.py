"""How the portal is put together: settings, addresses, the broker and the embedded services."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
