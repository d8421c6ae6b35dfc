"""人员增减变动表 of one import: how many, and who by name for those who may see them."""

from sheets import registry

PLACES = 2_000  # whose counts are kept
NAMED = 2_000  # people who are kept, not to be named but to be found by their file


def kept(movements):
    """What an upload's result remembers: counts of each place, the people as far as they are few."""
    rows, left = [], NAMED
    for *counts, came, went in movements[:PLACES]:
        rows.append([*counts, came, went] if len(came) + len(went) <= left else [*counts, None, None])
        left -= len(came) + len(went)
    return rows


def told(upload, user):
    """[(place, before, came, went, after, names of who came, names of who went)]; names only while they can be seen."""
    rows = upload.result.get("movements", [])
    ids = [pk for row in rows for side in row[5:] for pk in side or ()]
    names = registry.get(upload.sheet).roster.names(ids, user) if ids else {}
    for row in rows:
        came, went = ([names[pk] for pk in side or () if pk in names] for side in row[5:])
        yield [*row[:5], came, went]
