"""What stands below a figure: how it was worked out, from how many answers, and by whose standard it is judged."""

from django.utils.translation import gettext as _

from compliance import wording
from compliance.papers.parts import tight
from sheets.official import chinese_day


def answered(figure):
    """(communities with data, communities asked, per cent); None where the figure is a community's own."""
    known, asked = figure.result.known, figure.in_scope
    if known is None or not asked:
        return None
    return known, asked, 100 * known / asked


def basis_of(figure, day, judging=()):
    """The note of a figure; `judging`: the standards its communities are judged by."""
    told = [f"{figure.title}：{figure.indicator.formula}"]
    numerator, denominator = figure.numerator, figure.denominator
    per = figure.indicator.per
    told.append(
        _("分子%(numerator)s，分母%(denominator)s%(times)s")
        % {
            "numerator": numerator or _("无数据"),
            "denominator": denominator or _("无数据"),
            "times": f"，×{per:,}" if per != 1 else "",
        }
    )
    told.append(_("截至%s") % chinese_day(day))
    told.append(coverage(figure))
    if figure.limit:
        told.append(_("标准%(limit)s（%(basis)s）") % {"limit": figure.limit_words, "basis": source_of(figure)})
    if figure.counts and judging:
        limits = "、".join(f"{wording.limit_words(one)}（{wording.basis(one) or _('未登记出处')}）" for one in judging)
        told.append(_("社区标准%s") % limits)
    return tight("；".join(filter(None, told)) + "。")


def source_of(figure):
    """The document and clause, or that none is stated."""
    return figure.basis or _("未登记出处")


def coverage(figure):
    """应答社区81/83个（97.6%）; a warning where few have answered."""
    found = answered(figure)
    if found is None:
        return ""
    known, asked, share = found
    told = _("应答社区%(known)s/%(asked)s个（%(share).1f%%）") % {
        "known": f"{known:,}",
        "asked": f"{asked:,}",
        "share": share,
    }
    return told + (_("，不足九成，数值仅供参考") if figure.is_thin else "")


class Notes:
    """The notes of one paper, numbered as they are first needed; each is told once."""

    def __init__(self, source):
        self.source, self.day, self.row = source, source.report.as_of, source.row
        self.numbers, self.texts = {}, []

    def of(self, figure):
        return self._number(figure.slug, lambda: basis_of(figure, self.day, self.source.judging_communities(figure)))

    def of_fact(self, name):
        """Counts of places share one note; names and days need none."""
        if name in ("area", "day"):
            return None
        return self._number(
            "places",
            lambda: (
                _("按截至%(day)s存续的社区（村）和区划登记计数，分母即社区（村）总数%(total)s个，全部应答。")
                % {"day": chinese_day(self.day), "total": f"{self.row.communities:,}"}
            ),
        )

    def _number(self, key, tell):
        if key not in self.numbers:
            self.texts.append(tell())
            self.numbers[key] = len(self.texts)
        return self.numbers[key]
