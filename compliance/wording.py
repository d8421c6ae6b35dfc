"""Limits of standards in words: 不低于 18, 2,000 户及以下 4, 每 300 户 1."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.choices import Level
from communities.places import full_names
from compliance import registry
from compliance.choices import Base, Operator
from compliance.figures import number
from compliance.limits import parse


def limit_words(standard):
    """What the standard demands; a limit nobody can read is shown as it was entered."""
    try:
        limit = parse(standard.limit, standard.operator)
    except ValidationError:
        return standard.limit
    base = _("户") if standard.base in (Base.HOUSEHOLDS, Base.OCCUPIED) else _("人")
    bands = _(";").join(_band(band, base) for band in limit.bands)
    return bands if standard.operator == Operator.BETWEEN else f"{standard.get_operator_display()} {bands}"


def _band(band, base):
    if band.each is not None:
        words = [_("每 %(per)s %(base)s %(each)s") % {"per": number(band.per), "base": base, "each": number(band.each)}]
        if band.least is not None:
            words.append(_("至少 %(least)s") % {"least": number(band.least)})
        if band.most is not None:
            words.append(_("至多 %(most)s") % {"most": number(band.most)})
        return ",".join(words)
    due = number(band.low) if band.high is None else f"{number(band.low)}–{number(band.high)}"
    if band.stop is None:
        return due if not band.start else _("更多 %(due)s") % {"due": due}
    if band.stop % 10 == 1:
        return _("%(size)s %(base)s及以下 %(due)s") % {"size": number(band.stop - 1), "base": base, "due": due}
    return _("不到 %(size)s %(base)s %(due)s") % {"size": number(band.stop), "base": base, "due": due}


def basis(standard):
    """Who set it, in which document and clause."""
    return " ".join(filter(None, [standard.issuer, standard.document, standard.clause]))


def levels(standard):
    return _("、").join(str(Level(level).label) for level in Level if level in standard.levels)


def titles(slugs):
    """{slug: title of the indicator}"""
    known = dict(registry.choices())
    return {slug: known.get(slug, slug) for slug in slugs}


def title(standard):
    return titles([standard.indicator])[standard.indicator]


def places(codes):
    """{code: name}; without a code it is the whole country."""
    return full_names(codes) | {"": _("全国")}


def place(standard):
    """The area it is for, in words."""
    return places([standard.area])[standard.area]


def describe(standard):
    """One standard told from others: 每万人拥有社区工作者(渝中区,城市):不低于 18,渝民发〔2022〕1号,自 2022-01-01 起"""
    told = {
        "indicator": title(standard),
        "place": place(standard),
        "scope": standard.get_scope_display(),
        "levels": levels(standard),
        "limit": limit_words(standard),
        "basis": basis(standard) or _("未写明文件"),
        "period": _period(standard),
    }
    return _("“%(indicator)s”%(place)s(%(scope)s,%(levels)s)%(limit)s,%(basis)s,%(period)s") % told


def _period(standard):
    days = {"start": standard.started_on, "end": standard.ended_on}
    return (_("%(start)s 起、%(end)s 止") if standard.ended_on else _("%(start)s 起施行")) % days
