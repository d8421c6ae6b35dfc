"""Whatever stands in any text field of any register, pages show it as text and nothing else."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, connection, models, transaction

from accounts.models import User
from facilities.models import PublicService
from tests.addresses import address, addresses
from tests.answers import Answer, OfRegister, Public, answer_of, values_of

pytestmark = pytest.mark.django_db
CORPUS = "'\"><x-x onclick=x()></textarea><script>x()</script>{{7*7}}<img src=x onerror=x()>javascript:x()"
SHORT = "'\"><x-x>"
KEYS = {
    "code", "area", "area_code", "place", "before", "after", "key", "permission", "kind", "state", "indicator",
    "register", "group", "reach", "slug", "table", "limit", "month_only", "pinyin", "initials", "stored_as",
    "map_picture", "password", "username",
}  # fmt: skip
"""What programs look up; people do not write it, or only what a rule of its own lets through."""

SEEN = {
    "communities.Community.extent", "communities.Community.map_number", "facilities.PublicService.materials",
    "facilities.Facility.hours", "disclosure.Disclosure.body", "disclosure.Notice.screen",
    "disclosure.Objection.answer", "disclosure.CatalogueEntry.basis", "compliance.Standard.document",
    "volunteers.Activity.title",
}  # fmt: skip
"""Some of what residents read."""


def free_texts(model):
    """The fields people write as they like."""
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField)
        and field.name not in KEYS
        and not field.choices
        and not any(isinstance(rule, RegexValidator) for rule in field.validators)
        and (field.max_length or len(CORPUS)) > len(SHORT)
    ]


def odd(field, pk):
    longest = field.max_length or 500
    ending = str(pk % 100)
    return (CORPUS if longest > len(CORPUS) + 2 else SHORT)[: longest - len(ending)] + ending


def write_into(row):
    """The names of the fields that took it: all of them, or those that were filled where a rule keeps others empty."""
    fields = free_texts(type(row))
    for chosen in (fields, [field for field in fields if getattr(row, field.attname)]):
        values = {field.name: odd(field, row.pk) for field in chosen}
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**values)
        except IntegrityError:
            continue
        return {f"{row._meta.label}.{name}" for name in values}
    return set()


def write_everywhere():
    """The corpus into the free texts of every register; what keeps published texts as they are looks away meanwhile."""
    changed = set()
    with connection.cursor() as cursor:
        for model in [model for name in settings.OUR_APPS for model in apps.get_app_config(name).get_models()]:
            rows = list(model._default_manager.all()[:20]) if free_texts(model) else []
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if rows:
                cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
            changed |= {name for row in rows for name in write_into(row)}
    return changed


ALIVE = re.compile(r"<x-x|<script>|<img src=x|(?:href|src|action)=[\"']\s*javascript:")
"""What of the corpus would be more than text; all of it begins with a sign that pages must write otherwise."""


def pages(world):
    """Every page that can be opened: of the public, of the desk, of each register."""
    for name, view in addresses():
        answer = answer_of(name, view)
        if isinstance(answer, OfRegister):
            row = answer.register.model._default_manager.order_by("pk").first()
            if row is not None and name.endswith(("_list", "_detail", "_edit")):
                yield address(name, pk=row.pk)
        elif isinstance(answer, Public) or (isinstance(answer, Answer) and answer.status == 200):
            yield address(name, **values_of(name, answer, world, world.here))


def test_no_field_carries_a_script_into_a_page(client, world):
    client.force_login(User.objects.create_superuser("root", password="right-horse-7"))
    listed = list(pages(world))
    assert write_everywhere() >= SEEN
    shown = 0
    for url in listed:
        answer = client.get(url)
        assert answer.status_code < 500, url
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            body = answer.content.decode()
            assert not ALIVE.findall(body), url
            shown += "&lt;x-x" in body
    assert shown > 40, shown


def test_what_would_be_alive_is_found_and_addresses_of_scripts_are_refused():
    assert len(ALIVE.findall(f"<p title='{CORPUS}'>")) == 3
    assert ALIVE.findall("<a href='javascript:x()'>x</a>")
    with pytest.raises(ValidationError) as caught:
        PublicService(area="500199", name="低保", theme="assistance", online="javascript:x()").full_clean()
    assert set(caught.value.message_dict) == {"online"}
