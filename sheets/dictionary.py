"""The data dictionary as people read it: every sheet, its columns, what they may hold. Made from the declarations."""

from django.conf import settings
from django.utils import translation

from sheets import registry

HEAD = """# 数据字典

每张表的列、对应的字段、必填与可填内容。本页由 `manage.py write_dictionary` 从程序的声明生成,请勿手工修改;
◆ 是识别同一条记录的列(自然主键)。空白表示不知道,导入时不改变已登记的内容;`清空` 删去已登记的内容。
"""


def as_markdown():
    """The whole page."""
    sheets = sorted(registry.all_sheets().values(), key=lambda sheet: sheet.name)
    with translation.override(settings.LANGUAGE_CODE):
        return "\n".join([HEAD, *map(_section, sheets)])


def _section(sheet):
    lines = [f"## {sheet.title} `{sheet.name}`", "", "| 列 | 字段 | 要求 | 可填 |", "|---|---|---|---|"]
    return "\n".join([*lines, *map(_line, sheet.columns), ""])


def _line(column):
    must = "◆" if column.key else ("必填" if column.required else "")
    return f"| {column.header} | `{_field(column)}` | {must} | {_content(column)} |"


def _field(column):
    if column.field is None:
        return column.name
    return f"{column.field.model._meta.model_name}.{column.field.name}"


def _content(column):
    told = [str(column.note)] if column.note else []
    if hasattr(column, "options"):
        told.append("、".join(f"{label} `{_slug(value)}`" for value, label in column.options))
    if column.aliases:
        told.append("又名 " + "、".join(map(str, column.aliases)))
    return ";".join(told).replace("|", "\\|").replace("\n", " ")


def _slug(value):
    return {True: "yes", False: "no"}.get(value, value)
