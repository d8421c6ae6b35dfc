from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """How one account likes to see a register: a filter with its columns under a name. Without a name: the columns it
    chose last."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("账号")
    )
    register = models.CharField(_("登记册"), max_length=40)
    name = models.CharField(_("名称"), max_length=40, blank=True)
    query = models.CharField(_("筛选"), max_length=1000, blank=True)
    columns = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("列"))

    class Meta:
        verbose_name = _("保存的视图")
        verbose_name_plural = _("保存的视图")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "register", "name"], name="savedview_once")]

    def __str__(self):
        return self.name or self.register
