"""来表套填: another office's blank form, filled from the registers for one's reach."""

from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import FilledForm
from communities.official import matching
from communities.official.declaring import Asked, sources
from communities.official.producing import check_allowed
from sheets.filling import MAX_FORM, MAX_ROWS, fill_in, look_at
from sheets.headers import fold
from sheets.inspection import MEGABYTE, OTHER_FORMATS, SAVE_AS
from sheets.reading import BadFile


def open_form(*, user, content, file_name, source, asked, name="", issuer=""):
    """Take a blank form in: find its header, propose what each column means. Raises `ValidationError`."""
    rows = _look_inside(content, file_name)
    source = source or _likeliest(user, rows)
    check_allowed(source, asked)
    header_row, _found = matching.find_header(source, rows)
    headers = [cell.strip() for cell in rows[header_row - 1]] if rows else []
    if sum(map(bool, headers)) < matching.FEWEST:
        raise ValidationError(_("没有找到表头。请上传表头在前 15 行之内的空白表。"))
    name = (name or matching.title_of(rows, header_row) or file_name.rpartition(".")[0])[:120]
    remembered = recall(user=user, area=asked.area, name=name, source=source.slug)
    return FilledForm.objects.create(
        user=user,
        area=asked.area,
        name=name,
        issuer=issuer,
        source=source.slug,
        as_of=asked.on,
        header_row=header_row,
        headers=headers,
        mapping=matching.propose(source, [header for header in headers if header], remembered),
        file_name=file_name[:200],
        blank=content,
    )


def _look_inside(content, file_name):
    """The first rows of the form. Raises `ValidationError`."""
    kind = Path(file_name).suffix.lower()
    if kind != ".xlsx":
        raise ValidationError(OTHER_FORMATS.get(kind) or _("套填只接收 .xlsx 文件,%s。") % SAVE_AS)
    if len(content) > MAX_FORM:
        raise ValidationError(_("空白表超过 %d MB,请删去多余的内容后再上传。") % (MAX_FORM // MEGABYTE))
    try:
        return look_at(content)["rows"]
    except BadFile as error:
        raise ValidationError(str(error)) from error


def _likeliest(user, rows):
    """The source that knows most of the form's headers."""
    allowed = sources.open_to(user)
    if not allowed:
        raise PermissionDenied
    return max(allowed, key=lambda source: matching.find_header(source, rows)[1])


def recall(*, user, area, name, source):
    """{folded header: column} as last corrected for the form of this name: by the account, else by its office."""
    filled = FilledForm.objects.filter(name=name, source=source).exclude(filled_at=None)
    for whose in (Q(user=user), Q(area=area)):
        mapping = filled.filter(whose).order_by("-filled_at").values_list("mapping", flat=True).first()
        if mapping is not None:
            return {fold(header): column for header, column in mapping.items()}
    return {}


def fill_form(*, form, mapping, user):
    """Fill the form by the corrected mapping, and keep how far that went. Raises `ValidationError`."""
    source = sources.get(form.source)
    asked = Asked(user=user, area=form.area, on=form.as_of)
    check_allowed(source, asked)
    if form.blank is None:
        raise ValidationError(_("空白表只保存一天,已经清除,请重新上传。"))
    with transaction.atomic():
        columns, rows = _rows(form, source, asked, mapping)
        try:
            content, said = fill_in(
                bytes(form.blank), header_row=form.header_row, columns=columns, serial=_serial(form), rows=rows
            )
        except BadFile as error:
            raise ValidationError(str(error)) from error
        form.mapping, form.content, form.rows = mapping, content, len(rows)
        form.filled, form.total, form.dropped = said["filled"], said["total"], said["dropped"]
        form.filled_at = timezone.now()
        form.save()
    return form


def _rows(form, source, asked, mapping):
    """Pairs (place in the form, place in a row) and the rows; both only as far as the form asks."""
    if source.count(asked) > MAX_ROWS:
        raise ValidationError(_("这一范围超过 %d 行,请选小一些的范围(如街道)分别套填。") % MAX_ROWS)
    wanted = list(dict.fromkeys(name for name in mapping.values() if name))
    chosen = [column for name in wanted if (column := source.column(name))]
    at = {column.name: place for place, column in enumerate(chosen)}
    columns = [
        (number, at.get(mapping.get(header, "")))
        for number, header in enumerate(form.headers, 1)
        if header and not matching.is_serial(header)
    ]
    query = source.query(asked)
    return columns, list(source.cells(asked, query, chosen)) if chosen else [[] for _row in range(query.count())]


def _serial(form):
    return next((number for number, header in enumerate(form.headers, 1) if matching.is_serial(header)), None)
