from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from disclosure.models.items import Disclosure
from records.models import Record


class BoardPhoto(Record):
    """A photo of the sheet as it hung on the board. The picture lies below DATA_DIR, made anew from what was sent."""

    code_path = "disclosure__community__code"
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="photos", verbose_name=_("公开事项"))
    posted_on = models.DateField(_("张贴日期"))
    stored_as = models.CharField(_("存放名"), max_length=40, unique=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("张贴照片")
        verbose_name_plural = _("张贴照片")
        ordering = ["posted_on", "pk"]

    def __str__(self):
        return f"{self.disclosure} {self.posted_on}"
