"""网格编码: the community's code and three digits more, the grid's and two more for a micro-grid; in their order."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from grids.models import Grid

WIDTHS = {False: 3, True: 2}
"""Digits of the serial number, by whether it is a micro-grid's."""


def _taken(prefix, width):
    """The serial numbers below a prefix that some grid has or had; issuing below one prefix waits for its turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('grids'), hashtext(%s))", [prefix])
    codes = Grid.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    return {int(code[len(prefix) :]) for code in codes if len(code) == len(prefix) + width}


def _prefix(community, parent):
    return parent.code if parent else community.code


def issue_grid_number(community, parent=None):
    """The number after the last one. Call it inside the transaction that stores the grid."""
    prefix, width = _prefix(community, parent), WIDTHS[parent is not None]
    return _number(prefix, max(_taken(prefix, width), default=0) + 1, width)


def lowest_free_number(community, parent=None):
    """The first number of the sequence that nobody has: by it a gap is closed."""
    prefix, width = _prefix(community, parent), WIDTHS[parent is not None]
    taken = _taken(prefix, width)
    return _number(prefix, next(n for n in range(1, len(taken) + 2) if n not in taken), width)


def _number(prefix, serial, width):
    if serial >= 10**width:
        text = _("%(prefix)s下的%(width)s位序号已用完,请联系系统管理员。")
        raise ValidationError(text, code="out_of_range", params={"prefix": prefix, "width": width})
    return f"{prefix}{serial:0{width}}"
