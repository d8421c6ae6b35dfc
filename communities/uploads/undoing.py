"""撤销本次导入: every row as it was before, as long as nobody has changed one of them since."""

from datetime import timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import UploadedSheet
from communities.uploads.access import check_still_allowed
from records.history import acting
from records.models import Change
from records.refusals import as_validation_error
from sheets.merging import STAMPS, quote

WITHIN = timedelta(hours=24)
NAMED = 5

LATER = """
SELECT c."table", c.row_id, max(c.id) FROM records_change c
JOIN (SELECT DISTINCT "table", row_id FROM records_change WHERE event_id = ANY (%s)) ours USING ("table", row_id)
WHERE c.op <> 'S' AND c.event_id <> ALL (%s) AND c.id > (SELECT min(id) FROM records_change WHERE event_id = ANY (%s))
GROUP BY 1, 2 ORDER BY 3 DESC
"""
# Each change is read once: asked row by row, a planner that does not know the events yet reads all of them every time.
BEFORE = """
CREATE TEMPORARY TABLE undo ON COMMIT DROP AS
WITH changed AS MATERIALIZED (
    SELECT id, "table", row_id, op, before FROM records_change WHERE event_id = ANY (%s)
),
first AS (
    SELECT DISTINCT ON ("table", row_id, each.key) "table", row_id, each.key, each.value
    FROM changed, jsonb_each(before) each WHERE op <> 'I' ORDER BY "table", row_id, each.key, id
)
SELECT "table", row_id, inserted, deleted, before
FROM (
    SELECT "table", row_id, bool_or(op = 'I') AS inserted, bool_or(op = 'D') AS deleted FROM changed GROUP BY 1, 2
) row
LEFT JOIN (SELECT "table", row_id, jsonb_object_agg(key, value) AS before FROM first GROUP BY 1, 2) was
    USING ("table", row_id)
"""


def may_undo_until(upload):
    return upload.applied_at + WITHIN if upload.applied_at else None


def undo(*, upload, user):
    """Raises ValidationError with a sentence that says what stands in the way."""
    with as_validation_error(), acting(user, _("撤销导入:%s") % upload.file_name):
        upload = UploadedSheet.objects.select_for_update(of=["self"]).get(pk=upload.pk)
        if upload.state != UploadedSheet.State.APPLIED:
            raise ValidationError(_("这次导入已经撤销,或尚未应用。"))
        if timezone.now() > may_undo_until(upload):
            raise ValidationError(_("应用已超过24小时,不能整体撤销,请逐条更正。"))
        check_still_allowed(user, upload)
        _refuse_changed(upload)
        _restore(upload)
        upload.state, upload.undone_at = UploadedSheet.State.UNDONE, timezone.now()
        upload.save(update_fields=["state", "undone_at"])
    return upload


def _models():
    return {model._meta.db_table: model for model in apps.get_models()}


def _refuse_changed(upload):
    with connection.cursor() as cursor:
        cursor.execute(LATER, [upload.events] * 3)
        later = cursor.fetchall()
    if not later:
        return
    models = _models()
    named = "、".join(_name(models[table], row, change) for table, row, change in later[:NAMED])
    text = _("不能撤销:导入之后有%(count)s条记录又有改动(%(named)s%(more)s)。请逐条更正。")
    more = _("等") if len(later) > NAMED else ""
    raise ValidationError(text % {"count": len(later), "named": named, "more": more})


def _name(model, row_id, change):
    row = model._base_manager.filter(pk=row_id).first()
    event = Change.objects.select_related("event__user").get(pk=change).event
    told = {"row": row or _("已删除的记录"), "at": timezone.localtime(event.at), "who": event.user or _("系统")}
    return _("%(kind)s“%(row)s”,%(who)s于%(at)s") % {
        **told,
        "kind": model._meta.verbose_name,
        "at": f"{told['at']:%Y-%m-%d %H:%M}",
    }


def _restore(upload):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS undo")
        cursor.execute(BEFORE, [upload.events])
        cursor.execute('SELECT DISTINCT "table" FROM undo')
        tables = [table for (table,) in cursor.fetchall()]
        try:
            with transaction.atomic():
                for table in tables:
                    _restore_table(cursor, table)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError as error:
            if error.__cause__.diag.source_function == "exec_stmt_raise":
                raise
            raise ValidationError(_("不能撤销:导入之后又登记了与这些记录有关的内容,请逐条更正。")) from error


def _restore_table(cursor, table):
    """Inserted rows go first and make room, then changed rows are as before, then deleted ones come back."""
    columns = [f.column for f in _models()[table]._meta.concrete_fields if f.column not in STAMPS]
    names, values = (", ".join(f"{side}{quote(name)}" for name in columns) for side in ("", "b."))
    own, known = quote(table), 'u."table" = %s'
    cursor.execute(f"DELETE FROM {own} t USING undo u WHERE {known} AND u.row_id = t.id AND u.inserted", [table])
    cursor.execute(
        f"UPDATE {own} t SET ({names}) = ROW({values}) FROM ("
        f"SELECT r.* FROM undo u JOIN {own} now ON now.id = u.row_id "
        f"CROSS JOIN LATERAL jsonb_populate_record(now, u.before) r "
        f"WHERE {known} AND NOT u.inserted AND NOT u.deleted) b WHERE b.id = t.id",
        [table],
    )
    cursor.execute(
        f"INSERT INTO {own} ({names}) SELECT {values} FROM undo u "
        f"CROSS JOIN LATERAL jsonb_populate_record(NULL::{own}, u.before) b "
        f"WHERE {known} AND u.deleted AND NOT u.inserted",
        [table],
    )
