"""Ways to show a value in a table that is handed in."""

from django.utils.translation import gettext_lazy as _

from communities.official.declaring import Col


def label(choices):
    """The label of a stored choice."""
    labels = {value: str(text) for value, text in choices.choices}
    return lambda asked, value: labels.get(value, value or "")


def labels(choices):
    """Several choices, by their labels."""
    names = {value: str(text) for value, text in choices.choices}
    return lambda asked, values: "、".join(names.get(value, value) for value in values or [])


def yes_no(asked, value):
    return {True: "是", False: "否"}.get(value, "")


def month(asked, value):
    """1985-03: a birth date beside a masked number says no more than it must."""
    return value.strftime("%Y-%m") if value else ""


def day(name):
    """A date, or its month where only that is known. Takes the value and the row's `month_only`."""

    def show(asked, value, months):
        return month(asked, value) if value and name in (months or ()) else value

    return show


def place_columns(path="community"):
    """街道(乡镇), 社区, 社区编码, as they were called on the day."""
    at = (f"{path}_id",) if path else ("pk",)
    return (
        Col("street_name", _("街道(乡镇)"), at, lambda asked, pk: asked.street(pk), 14,
            aliases=("街道", "乡镇", "所属街道", "街道乡镇", "街道/乡镇", "所在街道", "镇街")),
        Col("community_name", _("社区(村)"), at, lambda asked, pk: asked.place(pk)[1], 24,
            aliases=("社区", "村(社区)", "社区(村)", "村社区", "社区名称", "所在社区", "工作单位", "单位", "所属社区")),
        Col("community_code", _("社区编码"), at, lambda asked, pk: asked.place(pk)[0], 15,
            aliases=("统计用区划代码", "社区代码", "区划代码")),
    )  # fmt: skip
