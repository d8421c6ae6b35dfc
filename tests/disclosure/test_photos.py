"""Photos of posted sheets: what comes in, and what is kept of it."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from communities import pictures
from communities.choices import Role
from communities.roles import sync_roles
from disclosure import services
from disclosure.models import BoardPhoto
from tests.factories import COUNTY, make_area, make_community, make_disclosure, publish_text
from tests.world import make_account

pytestmark = pytest.mark.django_db
STREET = f"{COUNTY}001"
GPS, ORIENTATION = 0x8825, 0x0112


@pytest.fixture
def writer(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    sync_roles()
    make_area(STREET)
    return make_account(Role.STREET_CLERK, STREET, "writer")


@pytest.fixture
def item(writer):
    return publish_text(
        make_disclosure(make_community(f"{STREET}001")), writer, make_account(Role.STREET_REVIEWER, STREET)
    )


def picture(kind="JPEG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def with_position():
    """As a phone writes it: turned, and telling where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "CANARY camera"
    return picture(exif=exif)


def send(client, item, content, name="photo.jpg"):
    data = {"posted_on": timezone.localdate().isoformat(), "photo": SimpleUploadedFile(name, content)}
    return client.post(reverse("disclosure:photos", args=[item.pk]), data)


@pytest.mark.parametrize("content", [with_position(), picture("PNG")], ids=["jpeg", "png"])
def test_only_the_picture_is_kept_and_everybody_sees_it(content, item, writer, client):
    client.force_login(writer)
    assert send(client, item, content).status_code == 302
    client.logout()
    photo = BoardPhoto.objects.get()
    assert (
        reverse("disclosure:photo", args=[photo.pk])
        in client.get(reverse("disclosure:item", args=[item.pk])).content.decode()
    )
    answer = client.get(reverse("disclosure:photo", args=[photo.pk]))
    stored = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"CANARY" not in stored
    with Image.open(io.BytesIO(stored)) as kept:
        assert (kept.format, dict(kept.getexif())) == ("JPEG", {})
        assert (kept.height > kept.width) is (content != picture("PNG"))
    services.withdraw(row=item, user=writer, why="重复")
    assert client.get(reverse("disclosure:photo", args=[photo.pk])).status_code == 404


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


BAD = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": picture("GIF"),
    "cut": picture("PNG", size=(400, 400))[:120],
    "profile": picture("PNG")[:33] + chunk(b"iCCP", b"") + picture("PNG")[33:],
    "empty": b"",
    "head": b"\xff\xd8\xff\xe0 no more",
}


@pytest.mark.parametrize("kind", BAD)
def test_whatever_is_no_photo_is_refused_in_words(kind, item, writer, client):
    client.force_login(writer)
    answer = send(client, item, BAD[kind], f"photo.{kind if kind in ('svg', 'html') else 'jpg'}")
    assert answer.status_code == 200
    assert answer.context["form"].errors["photo"]
    assert not BoardPhoto.objects.exists()
    assert not list(pictures.folder().iterdir())


def of_size(side):
    """A PNG that says it is as large as that; what would be read of it is a few bytes."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * 99)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def test_a_picture_of_too_many_points_or_bytes_is_refused_before_it_is_read(item, writer, client, monkeypatch):
    client.force_login(writer)
    for side in (20_000, 7_000):
        assert "像素过多" in str(send(client, item, of_size(side)).context["form"].errors)
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    assert "不能超过10 MB" in str(send(client, item, picture()).context["form"].errors)


def test_a_photo_is_taken_away_with_its_file(item, writer, client, django_capture_on_commit_callbacks):
    client.force_login(writer)
    send(client, item, picture())
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("disclosure:photos", args=[item.pk]), {"remove": BoardPhoto.objects.get().pk})
        assert list(pictures.folder().iterdir())
    assert answer.status_code == 302
    assert not list(pictures.folder().iterdir())
    draft = make_disclosure(item.community)
    assert client.get(reverse("disclosure:photos", args=[draft.pk])).status_code == 404
