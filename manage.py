#!/usr/bin/env python
"""The command line of the portal: `python manage.py help` lists what it can do."""

import os
import sys

from django.conf import settings
from django.core.management import ManagementUtility, get_commands
from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor


class Portal(ManagementUtility):
    """Says in Chinese that it does not know a command, as the commands say what is wrong with their call."""

    def fetch_command(self, subcommand):
        if settings.configured and subcommand not in get_commands():
            print(f"没有“{subcommand}”这个命令。全部命令见 python manage.py help。", file=sys.stderr)
            sys.exit(2)
        return super().fetch_command(subcommand)


def main():
    """Run one management command with the portal's settings; 2 where the tables it needs are not made yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        Portal(sys.argv).execute()
    except ProgrammingError:
        if not lacks_tables():
            raise
        print("数据库的表还没有建好或版本较旧,请先运行 python manage.py migrate,再重新执行。", file=sys.stderr)
        sys.exit(2)


def lacks_tables():
    """Whether the database is behind this version of the portal."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    main()
