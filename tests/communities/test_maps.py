"""The map of a community: none without the number of its approval, which stands below it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from communities import pictures
from communities.choices import Role
from communities.models import Community
from communities.roles import sync_roles
from tests.factories import COUNTY, make_area, make_community
from tests.world import make_account

pytestmark = pytest.mark.django_db
STREET = f"{COUNTY}001"


@pytest.fixture
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    sync_roles()
    make_area(STREET)
    return make_community(f"{STREET}001", extent="东至民生路;南至长江;民权路10—48号")


def drawn(kind="PNG", mode="RGBA"):
    out = io.BytesIO()
    Image.new(mode, (40, 20)).save(out, kind)
    return out.getvalue()


def send(client, place, number, content, name="map.png"):
    page = reverse("communities:map_edit", args=[place.pk])
    return client.post(page, {"number": number, "photo": SimpleUploadedFile(name, content)})


def seen(client, place):
    return client.get(reverse("communities:public", args=[place.code])).content.decode()


def test_a_map_is_shown_with_its_number_and_goes_with_it(place, client, django_capture_on_commit_callbacks):
    client.force_login(make_account(Role.STREET_CLERK, STREET, "clerk"))
    assert (
        reverse("communities:map_edit", args=[place.pk])
        in client.get(reverse("communities:community_detail", args=[place.pk])).content.decode()
    )
    assert send(client, place, "渝S(2023)012号", drawn()).status_code == 302
    first = Community.objects.get(pk=place.pk)
    assert (first.map_number, len(list(pictures.folder().iterdir()))) == ("渝S(2023)012号", 1)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, place, "GS(2024)0650号", drawn("JPEG", "RGB"))
        assert pictures.path_of(first.map_picture).exists()
    client.logout()
    place.refresh_from_db()
    assert (place.map_number, len(list(pictures.folder().iterdir()))) == ("GS(2024)0650号", 1)
    page = seen(client, place)
    address = reverse("communities:map", args=[place.code, place.map_name])
    assert address in page
    assert "审图号:GS(2024)0650号" in page
    assert "<li>南至长江</li>" in page
    answer = client.get(address)
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as kept:
        assert (answer["Content-Type"], kept.format, kept.size) == ("image/jpeg", "JPEG", (40, 20))
    assert client.get(reverse("communities:map", args=[place.code, first.map_name])).status_code == 404
    client.force_login(make_account(Role.STREET_CLERK, STREET, "again"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("communities:map_edit", args=[place.pk]), {"remove": "1"})
    client.logout()
    assert "<figure" not in seen(client, place)
    assert "<li>东至民生路</li>" in seen(client, place)
    assert client.get(address).status_code == 404
    assert not list(pictures.folder().iterdir())


@pytest.mark.parametrize(
    ("number", "content", "sentence"),
    [
        ("", drawn(), "没有审图号的地图不能公开"),
        ("已审", drawn(), "不像审图号"),
        ("渝S(2023)012号", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是JPEG或PNG"),
    ],
)
def test_what_is_no_approved_map_is_refused_in_words(number, content, sentence, place, client):
    client.force_login(make_account(Role.STREET_CLERK, STREET, "clerk"))
    assert sentence in str(send(client, place, number, content).context["form"].errors)
    assert not Community.objects.exclude(map_picture="").exists()
    assert not pictures.folder().exists() or not list(pictures.folder().iterdir())


def test_the_database_keeps_no_map_without_a_number(place):
    with pytest.raises(IntegrityError, match="community_map_with_number"), transaction.atomic():
        Community.objects.filter(pk=place.pk).update(map_picture="x.jpg")
