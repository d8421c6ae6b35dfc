"""Which registers are closed with a period, and which days their rows speak about.

A change *touches* the days about which the register says something else afterwards:

- a new row: all its days; a deleted row: all its days;
- a row in which one of the `content` columns changed: its days before and after;
- otherwise: the days that its dates added or took away (closing a spell today touches today and later).

The triggers (`operations.KeepLocked`) and the preview of a sheet (`preview`) both ask this way.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Locked:
    """A register that is closed with a period.

    `days` is a SELECT of (id, community_id, grp, days) from `{rows} r`, `content` the fields that figures depend on.
    Where the rows belong to a person and the place follows from their spells, the place is not named to whoever writes.
    """

    groups: tuple
    days: str
    content: tuple
    is_named: bool = True

    def touched(self, model, quote, *, old, new):
        """SQL of the days (id, community_id, grp, days) that changing rows `old` into `new` touches."""
        columns = [quote(model._meta.get_field(name).column) for name in self.content]
        return TOUCHED.format(
            old=old,
            new=new,
            old_days=self.days.format(rows=old),
            new_days=self.days.format(rows=new),
            old_content=", ".join(f"o.{column}" for column in columns),
            new_content=", ".join(f"n.{column}" for column in columns),
        )


TOUCHED = """
    SELECT id, community_id, grp, CASE
        WHEN id IN (SELECT n.id FROM {new} n JOIN {old} o USING (id)
                    WHERE ROW({new_content}) IS DISTINCT FROM ROW({old_content}))
        THEN coalesce(was.days, '{{}}') + coalesce(now.days, '{{}}')
        ELSE (coalesce(was.days, '{{}}') - coalesce(now.days, '{{}}'))
           + (coalesce(now.days, '{{}}') - coalesce(was.days, '{{}}')) END AS days
    FROM (SELECT id, community_id, grp, range_agg(days) AS days FROM ({old_days}) d GROUP BY 1, 2, 3) was
    FULL JOIN (SELECT id, community_id, grp, range_agg(days) AS days FROM ({new_days}) d GROUP BY 1, 2, 3) now
    USING (id, community_id, grp)"""

_registers: dict[str, Locked] = {}


def register(label, locked):
    """Declare that a model is closed with its periods; its migration adds the triggers."""
    _registers[label.lower()] = locked
    return locked


def of(model):
    """How a model is locked, or None."""
    return _registers.get(model._meta.label_lower)


def every():
    return dict(_registers)
