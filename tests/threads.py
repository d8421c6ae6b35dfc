"""Things done at the same time, each on a database connection of its own. The test needs `transaction=True`."""

import threading

from django.core.exceptions import ValidationError
from django.db import connection

from records.versions import StaleEdit


def at_once(*acts):
    """Run the functions behind a barrier, each on a connection of its own; what each returned or raised, in order."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            start.wait(10)
            answers[number] = act()
        except (StaleEdit, ValidationError) as refused:
            answers[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers
