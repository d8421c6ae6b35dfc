"""Which rows of the registers a submission is about, and the pages where they are found."""

from django.urls import NoReverseMatch, reverse

from communities.registers import declaring
from communities.submissions import groups

MOST = 60
"""Of each register; a community has fewer."""


def registers_of(group):
    """The registers of a group that have pages, in the order of the group."""
    known = declaring.by_table()
    tables = [model._meta.db_table for model in groups.get(group).registers()]
    return [known[table] for table in tables if table in known]


def rows_of(submission):
    """[(register, rows)] of what the community has in the group's registers."""
    code = submission.community.code
    return [(one, list(_rows(one.model).inside(code).order_by("-pk")[:MOST])) for one in registers_of(submission.group)]


def _rows(model):
    names = {field.name for field in model._meta.concrete_fields}
    paths = [path for path in ("community", "worker__community") if path.split("__")[0] in names]
    return model._default_manager.select_related(*paths)


def link(table, row_id, community_id):
    """The page of a row that something was found at; without a row, of the community."""
    register = declaring.by_table().get(table)
    if register is None or row_id is None:
        return reverse("communities:community_detail", args=[community_id])
    try:
        return register.url("detail", row_id)
    except NoReverseMatch:
        return register.url("list")
