"""A chart of a paper as Word draws it itself: sharp on paper, in the fonts of whoever opens it, its numbers fixed."""

from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

COLUMN, LIMIT, LINE = "1F5FA8", "B3402A", "D5DBE1"
NO_MARKS = '<c:marker><c:symbol val="none"/></c:marker>'
MARKS = (
    '<c:spPr><a:ln w="22225"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val="dash"/><c:size val="14"/>'
    f'<c:spPr><a:solidFill><a:srgbClr val="{LIMIT}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:marker>'
)
"""A dash at each column, where no line may join them."""
CATEGORIES, VALUES = 111, 112
"""Names of the two axes."""


def chart_xml(chart):
    """The part behind a chart: columns, and the limit as a dashed line across or a dash at each."""
    series = [_series(0, chart.title, chart.labels, chart.values, look=_fill(COLUMN))]
    kinds = [_kind("bar", '<c:barDir val="col"/><c:grouping val="clustered"/>', series, '<c:gapWidth val="60"/>')]
    if chart.limits:
        look = MARKS if chart.limit is None else f"{_dashes()}{NO_MARKS}"
        line = _series(1, chart.limit_label, chart.labels, chart.limits, look=look)
        kinds.append(_kind("line", '<c:grouping val="standard"/>', [line], '<c:marker val="1"/>'))
    legend = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>' if chart.limits else ""
    least = "" if min(chart.values) < 0 else '<c:min val="0"/>'
    area = f"<c:plotArea><c:layout/>{''.join(kinds)}{_axes(chart.unit, least)}</c:plotArea>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = (
        f'<c:chartSpace {nsdecls("c", "a", "r")}><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'{area}{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>{_font()}</c:chartSpace>'
    )
    return (head + body).encode()


def _kind(name, before, series, after):
    ids = f'<c:axId val="{CATEGORIES}"/><c:axId val="{VALUES}"/>'
    return f'<c:{name}Chart>{before}<c:varyColors val="0"/>{"".join(series)}{after}{ids}</c:{name}Chart>'


def _series(index, title, labels, values, *, look):
    named = f"<c:tx><c:strRef><c:f>{index}</c:f>{_cache('str', [title])}</c:strRef></c:tx>"
    along = f"<c:cat><c:strRef><c:f>0</c:f>{_cache('str', labels)}</c:strRef></c:cat>"
    up = f"<c:val><c:numRef><c:f>0</c:f>{_cache('num', values)}</c:numRef></c:val>"
    return f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>{named}{look}{along}{up}</c:ser>'


def _cache(kind, values):
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{escape(str(value))}</c:v></c:pt>'
        for place, value in enumerate(values)
        if value is not None
    )
    code = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    return f'<c:{kind}Cache>{code}<c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache>'


def _fill(colour):
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'


def _dashes():
    fill = f'<a:solidFill><a:srgbClr val="{LIMIT}"/></a:solidFill><a:prstDash val="dash"/>'
    return f'<c:spPr><a:ln w="22225">{fill}</a:ln></c:spPr>'


def _axes(unit, least):
    """Columns begin at zero, or they would tell of differences that are not there."""
    scale = '<c:scaling><c:orientation val="minMax"/>{}</c:scaling><c:delete val="0"/>'
    turned = '<c:txPr><a:bodyPr rot="-3600000" vert="horz"/><a:p><a:pPr><a:defRPr sz="800"/></a:pPr></a:p></c:txPr>'
    marks = '<c:numFmt formatCode="{}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    low = '<c:tickLblPos val="low"/>'
    grid = f'<c:majorGridlines><c:spPr><a:ln><a:solidFill><a:srgbClr val="{LINE}"/></a:solidFill></a:ln></c:spPr>'
    titled = (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900" b="0"/></a:pPr><a:r><a:rPr sz="900" b="0"/>'
        f'<a:t>{escape(unit)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    along = (
        f'<c:catAx><c:axId val="{CATEGORIES}"/>{scale.format("")}<c:axPos val="b"/>{marks.format("General")}{low}'
        f'{turned}<c:crossAx val="{VALUES}"/><c:crosses val="autoZero"/></c:catAx>'
    )
    up = (
        f'<c:valAx><c:axId val="{VALUES}"/>{scale.format(least)}<c:axPos val="l"/>{grid}</c:majorGridlines>{titled}'
        f'{marks.format("#,##0.##")}{low}<c:crossAx val="{CATEGORIES}"/><c:crosses val="autoZero"/></c:valAx>'
    )
    return along + up


def _font():
    face = '<a:latin typeface="宋体"/><a:ea typeface="宋体"/>'
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900">{face}</a:defRPr></a:pPr></a:p></c:txPr>'
