"""What offices write in a paper: five blocks, saved in versions that never change."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.models import PaperText
from compliance.papers.fields import cleaned, faults

LONGEST = 6_000


@dataclass(frozen=True)
class Block:
    """One text. `shipped` is what stands there before anybody has written anything."""

    slug: str
    title: str
    help: str
    shipped: str = ""


BLOCKS = (
    Block(
        "opening",
        gettext_lazy("引言"),
        gettext_lazy("为什么调研、谁组织、怎么开展"),
        "为全面掌握{{area}}社区建设和治理情况，根据截至{{day}}的登记册和达标测算结果，形成本报告。",
    ),
    Block(
        "situation",
        gettext_lazy("基本情况"),
        gettext_lazy("本地概况;指标数字由报告自动接在后面"),
        "截至{{day}}，{{area}}共有城乡社区{{communities}}个，其中居民委员会{{residents-committees}}个、"
        "村民委员会{{villagers-committees}}个。",
    ),
    Block("measures", gettext_lazy("主要做法和成效"), gettext_lazy("留空则不出这一部分")),
    Block("problems", gettext_lazy("存在的主要问题"), gettext_lazy("原因和定性问题;未达标的指标由报告自动列出")),
    Block("suggestions", gettext_lazy("意见建议"), gettext_lazy("下一步工作;补齐缺口的数字由报告自动列出")),
)
SLUGS = [block.slug for block in BLOCKS]


@dataclass(frozen=True)
class Texts:
    """The texts of one version; version 0 is what ships."""

    version: int
    blocks: dict
    stored: PaperText | None = None

    def text(self, slug):
        return self.blocks.get(slug, "")


SHIPPED = Texts(0, {block.slug: block.shipped for block in BLOCKS})


def versions(area, as_of):
    """Newest first."""
    found = PaperText.objects.filter(area=area, as_of=as_of).select_related("saved_by")
    return list(found.order_by("-version"))


def texts_of(area, as_of, version=None):
    """The version asked for, else the newest; None where there is no such version."""
    if version == 0:
        return SHIPPED
    found = PaperText.objects.filter(area=area, as_of=as_of)
    if version is not None:
        found = found.filter(version=version)
    stored = found.select_related("saved_by").order_by("-version").first()
    if stored is None:
        return SHIPPED if version is None else None
    return Texts(stored.version, stored.blocks, stored)


def begun_with(area, as_of):
    """(what somebody who writes begins with, the earlier day it comes from): their own newest version, else the
    newest of an earlier day: last year's words, this year's figures."""
    own = texts_of(area, as_of)
    if own.version:
        return own.blocks, None
    earlier = PaperText.objects.filter(area=area, as_of__lt=as_of).order_by("-as_of", "-version").first()
    return (earlier.blocks, earlier.as_of) if earlier else (SHIPPED.blocks, None)


def check(blocks):
    """{block: sentences} of what keeps texts from being saved."""
    found = {}
    for slug, text in blocks.items():
        wrong = faults(text)
        if len(text) > LONGEST:
            wrong.append(_("共 %(length)d 字,超过 %(most)d 字,请精简。") % {"length": len(text), "most": LONGEST})
        if wrong:
            found[slug] = wrong
    return found


def save_texts(*, area, as_of, blocks, after, user):
    """A new version. `after` is the version it was written on: where somebody was quicker, nothing is saved."""
    blocks = {slug: cleaned(blocks.get(slug, "")) for slug in SLUGS}
    wrong = check(blocks)
    if wrong:
        raise ValidationError(wrong)
    if texts_of(area, as_of).version != after:
        raise ValidationError(_overtaken(), code="conflict")
    try:
        with transaction.atomic():
            return PaperText.objects.create(area=area, as_of=as_of, version=after + 1, blocks=blocks, saved_by=user)
    except IntegrityError as error:
        raise ValidationError(_overtaken(), code="conflict") from error


def _overtaken():
    return _("您打开之后,别人已保存了新的一版。您写的还在下面:请另开一页看最新一版,合在一起再保存。")
