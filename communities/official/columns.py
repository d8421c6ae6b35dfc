"""Ways to show a value in a table that is handed in."""

from django.utils.translation import gettext_lazy as _

from communities.official.declaring import Asked, Col


def label(choices):
    """The label of a stored choice."""
    labels = {value: str(text) for value, text in choices.choices}
    return lambda value: labels.get(value, value or "")


def labels(choices):
    """Several choices, by their labels."""
    names = {value: str(text) for value, text in choices.choices}
    return lambda values: "、".join(names.get(value, value) for value in values or [])


def yes_no(value):
    return {True: "是", False: "否"}.get(value, "")


def month(value):
    """1985-03: a birth date beside a masked number says no more than it must."""
    return f"{value.year}-{value.month:02}" if value else ""


def day(name):
    """A date, or its month where only that is known. Takes the value and the row's `month_only`."""

    def show(value, months):
        return month(value) if value and name in (months or ()) else value

    return show


def place_columns(path="community"):
    """街道(乡镇), 社区, 社区编码, as they were called on the day."""
    at = (f"{path}_id",) if path else ("pk",)
    streets = ("街道", "乡镇", "所属街道", "街道乡镇", "街道/乡镇", "所在街道", "镇街")
    names = ("社区", "村(社区)", "社区(村)", "村社区", "社区名称", "所在社区", "工作单位", "单位", "所属社区")
    codes = ("统计用区划代码", "社区代码", "区划代码")
    return (
        Col("street_name", _("街道(乡镇)"), at, look=Asked.street, width=11, aliases=streets),
        Col("community_name", _("社区(村)"), at, look=Asked.called, width=18, aliases=names),
        Col("community_code", _("社区编码"), at, look=Asked.code, width=14, aliases=codes),
    )
