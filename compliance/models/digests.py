from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.access import ScopedQuerySet
from compliance.models.reports import Report


class Digest(models.Model):
    """How every indicator of a report is spread over the communities of a large area: what its pages draw and list.

    It is worked out once, after the report is there; where an area has none, the pages look for themselves.
    """

    code_path = "code"
    report = models.ForeignKey(
        Report, models.CASCADE, db_constraint=False, db_index=False, related_name="+", verbose_name=_("报告")
    )
    code = models.CharField(_("区划编码"), max_length=12)
    spreads = models.JSONField(_("分布"), encoder=DjangoJSONEncoder)
    standards = ArrayField(models.BigIntegerField(), null=True, verbose_name=_("采用的标准"))
    """Those that judged anything inside; None where it was made before they were kept."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("报告分布摘要")
        verbose_name_plural = _("报告分布摘要")
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="digest_once")]

    def __str__(self):
        return f"{self.report_id} {self.code}"
