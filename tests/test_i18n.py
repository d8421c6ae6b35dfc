"""Chinese is the source; the public pages are complete in English, and no catalogue entry breaks a placeholder."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from communities.models import CommunityCode
from communities.views import site
from facilities.models import PublicService
from tests.factories import make_standard, remove_standards
from tests.world import HERE

CHINESE = re.compile(r"[\u3400-\u9fff\u3001\u3002\uff01-\uff5e]+")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
OWN_NAME = {"中文", "简体中文"}
CATALOGUE = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module", autouse=True)
def catalogue():
    """The compiled catalogue; `make test` compiles it, a bare pytest run may not have."""
    import polib

    polib.pofile(CATALOGUE).save_as_mofile(CATALOGUE.with_suffix(".mo"))
    translation.trans_real._translations.clear()


def test_no_entry_loses_a_placeholder(catalogue):
    import polib

    for entry in polib.pofile(CATALOGUE):
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(entry.msgid)), entry.msgid
        assert "fuzzy" not in entry.flags, entry.msgid


@pytest.mark.parametrize(
    "which",
    [
        *("home", "area", "street", "community", "standards", "login", "missing"),
        *("find", "nothing", "nearby", "services", "service", "data", "accessibility", "privacy", "contact", "map"),
        *("items", "item", "sheet", "object", "notices", "notice", "screen"),
    ],
)
def test_public_pages_are_complete_in_english(world, which):
    remove_standards()
    make_standard("floor-area", "up to 2000: 150; above: 250", base="households", issuer="Office", document="No 1")
    make_standard("posts-by-band", "1 per 300; min 6; max 12", base="occupied", is_advisory=True)
    make_standard("households-per-community", "1000-3000", operator="between")
    CommunityCode.objects.filter(community=world.community).update(setting="urban")
    service = PublicService.objects.create(
        area=HERE, name="Aid", theme="assistance", audience="Anybody", amount="1", fee="none", materials="Card",
        steps="A", place="Hall", hours="9-5", phone="1", contact="Desk", agent=True, days=5, basis="Law",
        online="https://example.com/", not_here="Town",
    )  # fmt: skip
    item, notice = world.disclosure(world.here), world.notice(world.here)
    with translation.override("en"):
        pages = {
            "home": reverse("compliance:home"),
            "area": reverse("compliance:area", args=[HERE]),
            "street": reverse("compliance:area", args=[f"{HERE}001"]),
            "community": reverse("communities:public", args=[world.community.code]),
            "standards": reverse("compliance:standards"),
            "login": reverse("login"),
            "find": reverse("communities:find") + f"?q={world.community.pinyin}",
            "nothing": reverse("communities:find") + "?q=xyz",
            "nearby": reverse("facilities:nearby"),
            "services": reverse("facilities:services"),
            "service": reverse("facilities:service", args=[service.pk]),
            "data": reverse("communities:open_data"),
            **{page: reverse(f"disclosure:{page}") for page in ("items", "notices")},
            **{page: reverse(f"disclosure:{page}", args=[item.pk]) for page in ("item", "sheet", "object")},
            **{page: reverse(f"disclosure:{page}", args=[notice.pk]) for page in ("notice", "screen")},
            **{page: reverse("communities:about", args=[page]) for page in site.PAGES},
            "missing": "/en/nothing/",
        }
    body = Client().get(pages[which]).content.decode()
    assert '<html lang="en">' in body
    assert pages[which].startswith("/en/")
    text = re.sub(r"<[^>]*hreflang[^>]*>[^<]*</a>", "", body)
    assert set(CHINESE.findall(text)) - OWN_NAME == set()


def test_plain_addresses_are_chinese_whatever_the_browser_says(client, world):
    body = client.get("/", headers={"accept-language": "en-US"}).content.decode()
    assert '<html lang="zh-Hans">' in body
