"""Photos of posted sheets: shown beside what was published."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from communities import pictures
from communities.rules import check_reach, refusal
from disclosure.choices import State
from disclosure.models import BoardPhoto
from records.history import acting


def path_of(photo):
    return pictures.path_of(photo.stored_as)


def add_photo(*, item, photo, posted_on, user):
    """The sheet has hung there since the day."""
    with acting(user, _("上传张贴照片")):
        check_reach(user, item.community, field=None)
        if item.state != State.PUBLISHED:
            raise refusal(None, _("公开以后才能上传张贴照片。"), "order")
        content = pictures.made_anew(photo)
        row = BoardPhoto.objects.create(disclosure=item, posted_on=posted_on, stored_as=pictures.new_name())
        pictures.store(row.stored_as, content)
        return row


def remove_photo(*, photo, user):
    """Sent by mistake, or somebody is on it: the picture goes, that it was there stays in the history."""
    with acting(user, _("删除张贴照片")):
        check_reach(user, photo.disclosure.community, field=None)
        stored = path_of(photo)
        photo.delete()
        transaction.on_commit(partial(stored.unlink, missing_ok=True))
