"""What people can be counted by in 汇总表. Each value is a condition on one person's row; who fits none is 不详."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from staffing.choices import Education, Gender, LicenceGrade, Politics

UNKNOWN = _("不详")
BANDS = ((0, 35, _("35岁及以下")), (36, 45, _("36—45岁")), (46, 55, _("46—55岁")), (56, 200, _("56岁及以上")))


@dataclass(frozen=True)
class Value:
    """One column: its header and its condition, SQL with parameters."""

    slug: str
    header: str
    condition: str
    params: tuple = ()


@dataclass(frozen=True)
class Dimension:
    slug: str
    title: str
    values: Callable  # day → values


def years_before(day, years):
    """The same day some years earlier; 29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=max(day.year - years, 1), day=last)


def by_choice(slug, title, choices):
    def values(_day):
        known = [Value(f"{slug}-{value}", label, f"{slug} = %s", (value,)) for value, label in choices.choices]
        return [*known, Value(f"{slug}-none", UNKNOWN, f"{slug} = ''")]

    return Dimension(slug, title, values)


def age_values(day):
    """Full years on the day."""
    bands = [
        Value(
            f"age-{youngest}",
            header,
            "born_on > %s AND born_on <= %s",
            (years_before(day, oldest + 1), years_before(day, youngest)),
        )
        for youngest, oldest, header in BANDS
    ]
    return [*bands, Value("age-none", UNKNOWN, "born_on IS NULL OR born_on > %s", (day,))]


def licence_values(_day):
    """The highest certificate. Who has none registered is 未登记证书, which is not the same as having none."""
    held = [Value(f"grade-{value}", label, "grade = %s", (value,)) for value, label in LicenceGrade.choices]
    return [
        Value("grade-any", _("持证"), "grade IS NOT NULL"),
        *held,
        Value("grade-none", _("未登记证书"), "grade IS NULL"),
    ]


DIMENSIONS = (
    by_choice("gender", _("性别"), Gender),
    Dimension("age", _("年龄段"), age_values),
    by_choice("education", _("学历"), Education),
    by_choice("politics", _("政治面貌"), Politics),
    Dimension("licence", _("持证"), licence_values),
)
