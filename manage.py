#!/usr/bin/env python
"""The command line of the portal: `python manage.py help` lists what it can do."""

import os
import sys

from django.core.management import execute_from_command_line


def main():
    """Run one management command with the portal's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
