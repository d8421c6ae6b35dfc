import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from communities.names import short_name
from communities.tables import CODE, NUMBER, DayColumn, FigureTable, MomentColumn
from compliance import registry, wording
from compliance.choices import Verdict
from compliance.figures import Figure
from compliance.models import Report, Result, Row, Standard


class ReportTable(FigureTable):
    title = _("测算报告")
    area_name = tables.Column(
        _("区划"), order_by=("area_code", "-as_of"), linkify=("compliance:report_detail", [tables.A("pk")])
    )
    as_of = DayColumn(_("截至日期"))
    state = tables.Column(_("状态"))
    communities = tables.Column(_("社区 (个)"), attrs=NUMBER)
    built_at = MomentColumn(_("生成时间"))
    built_by = tables.Column(_("生成人"), default=_("系统"), orderable=False)
    published_at = MomentColumn(_("发布时间"), default="–")

    class Meta(FigureTable.Meta):
        model = Report
        fields = ["area_name", "as_of", "state", "communities", "built_at", "built_by", "published_at"]
        order_by = ("-as_of", "-built_at")
        empty_text = _("还没有测算报告。有权限的同事可点“生成测算报告”,按辖区和日期生成第一份。")

    def render_communities(self, value):
        return f"{value:,}"


class StandardTable(FigureTable):
    title = _("标准")
    indicator = tables.Column(_("指标"), linkify=("compliance:indicator_detail", [tables.A("indicator")]))
    area = tables.Column(_("适用区划"), default=_("全国"))
    levels = tables.Column(_("判定层级"), orderable=False)
    limit = tables.Column(_("标准值"), orderable=False, linkify=("compliance:standard_detail", [tables.A("pk")]))
    started_on = DayColumn(_("施行日期"))
    ended_on = DayColumn(_("废止日期"), default="–")
    document = tables.Column(_("依据"), order_by="issuer")

    class Meta(FigureTable.Meta):
        model = Standard
        fields = ["indicator", "area", "levels", "limit", "started_on", "ended_on", "document"]
        order_by = ("indicator", "area")

    def render_limit(self, record):
        return wording.limit_words(record)

    def render_levels(self, record):
        return wording.levels(record)

    def render_indicator(self, record):
        return wording.title(record)

    def render_document(self, record):
        return wording.basis(record)


CELL = '<td class="num {}"><a href="{}{}/{}/">{}</a> {}</td>'
MARK = '<span title="{}">{}</span>'
CHIP = '<span class="chip {}">{} {}</span>'
PLAIN, NOWRAP, NUM = "<td>{}</td>", '<td class="nowrap">{}</td>', '<td class="num">{}</td>'


class RowsTable(FigureTable):
    """Rows of one level of a report. `parents` says what the area around each row is called.

    What stands in a cell is a number, a word of ours or a link: only names are entered by somebody, and escaped.
    """

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.parents, self.figures, self.results, self.scopes = {}, {}, [], None
        self._report = reverse("compliance:report_detail", args=[report.pk])
        # Resolving an address takes longer than everything else in a cell; a page has some thousand of them.
        self._trace = reverse("compliance:report_trace", args=[report.pk, 0, "x"]).removesuffix("0/x/")
        self._community = reverse("communities:community_detail", args=[0]).removesuffix("0/")

    def link(self, row):
        if row.community_id:
            return format_html(
                '<a href="{}{}/">{}</a>', self._community, row.community_id, short_name(row.name, row.kind)
            )
        return format_html('<a href="{}?area={}">{}</a>', self._report, row.code, row.name)

    def lines(self):
        """The rows of the page as markup: what takes longest on a page of thousands of cells is one template a cell."""
        for bound in self.page.object_list:
            yield SafeString("".join(self.cells(bound.record)))

    def head(self, row):
        yield f'<th scope="row">{self.link(row)}</th>'
        yield NOWRAP.format(row.code)
        if "parent" in self.columns.names():
            yield PLAIN.format(escape(self.parents.get(row.pk, "–")))


FIGURES = ("numerator", "denominator", "value", "limit", "shortfall")


def _known_first(field):
    """Sort by a figure; places without one come last either way, places with the same one as the report has them."""

    def order(queryset, is_descending):
        figure = F(field).desc(nulls_last=True) if is_descending else F(field).asc(nulls_last=True)
        return queryset.order_by(figure, "row_id"), True

    return staticmethod(order)


class ResultTable(RowsTable):
    """One indicator, a row each."""

    name = tables.Column(_("名称"), accessor="row__name", order_by=("row__name", "row__code"))
    code = tables.Column(_("编码"), accessor="row__code", attrs=CODE)
    parent = tables.Column(_("所属"), empty_values=(), orderable=False)
    numerator = tables.Column(_("分子"), attrs=NUMBER)
    denominator = tables.Column(_("分母"), attrs=NUMBER)
    value = tables.Column(_("数值"), attrs=NUMBER, empty_values=())
    limit = tables.Column(_("标准"), attrs=NUMBER, default="–")
    verdict = tables.Column(_("判定"), order_by=("verdict", "row__code"))
    shortfall = tables.Column(_("缺口"), attrs=NUMBER, default="–")

    class Meta(FigureTable.Meta):
        model = Result
        fields = ["name", "code", "parent", "numerator", "denominator", "value", "limit", "verdict", "shortfall"]
        order_by = "code"

    order_numerator, order_denominator, order_value, order_limit, order_shortfall = map(_known_first, FIGURES)

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        units = {"value": indicator.unit, "limit": indicator.unit, "shortfall": registry.GAP_UNITS.get(indicator.gap)}
        for name, unit in units.items():
            column = self.columns[name].column
            column.verbose_name = f"{column.verbose_name} ({unit})" if unit else column.verbose_name

    def cells(self, record):
        figure, blank = self.scopes.tell(Figure(record), record.row.code), "–"
        yield from self.head(record.row)
        yield NUM.format(figure.numerator or "—")
        yield NUM.format(figure.denominator or "—")
        address = f"{self._trace}{record.row_id}/{record.indicator}/"
        yield NUM.format(f'<a href="{address}">{figure.value or _("无数据")}</a>')
        yield NUM.format(figure.limit or blank)
        yield PLAIN.format(CHIP.format(figure.verdict, figure.sign, figure.word))
        yield NUM.format(figure.missing or blank)


class MatrixTable(RowsTable):
    """All indicators, a row each and a column for every indicator; `figures` are those of the page shown."""

    css = "matrix"
    name = tables.Column(_("名称"))
    code = tables.Column(_("编码"), attrs=CODE)
    parent = tables.Column(_("所属"), empty_values=(), orderable=False)

    class Meta(FigureTable.Meta):
        model = Row
        fields = ["name", "code", "parent"]
        order_by = "code"

    def __init__(self, *args, **kwargs):
        titles = {each.slug: f"{each.title} ({each.unit})" for each in registry.indicators()}
        columns = [(slug, tables.Column(title, orderable=False, attrs=NUMBER)) for slug, title in titles.items()]
        super().__init__(*args, extra_columns=columns, **kwargs)
        self.slugs, self.unknown, self._marks = list(titles), str(_("无数据")), {}

    def cells(self, record):
        yield from self.head(record)
        for slug in self.slugs:
            yield self._cell(record.pk, slug)

    def _cell(self, row_id, slug):
        figure = self.figures.get((row_id, slug))
        if figure is None:
            return CELL.format("", self._trace, row_id, slug, "–", self._mark(None))
        text = figure.value or ("–" if figure.verdict == Verdict.EXEMPT else self.unknown)
        return CELL.format(figure.verdict, self._trace, row_id, slug, text, self._mark(figure))

    def _mark(self, figure):
        """Sign and word of a verdict: the same for thousands of cells."""
        kind = (figure.verdict, figure.result.advisory, figure.is_thin) if figure and figure.is_judged else None
        if kind not in self._marks:
            sign = figure.sign + "*" * figure.is_thin if kind else ""
            self._marks[kind] = MARK.format(figure.word if kind else "", sign)
        return self._marks[kind]
