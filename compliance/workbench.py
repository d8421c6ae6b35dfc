"""The entries of the workbench that show figures."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import workbench

GROUP = _("测算和整改")

workbench.entry(
    title=_("概览"), url_name="compliance:overview", permission="compliance.view_report", group="", order=10
)
workbench.entry(
    title=_("报告"), url_name="compliance:report_list", permission="compliance.view_report", group=GROUP, order=75
)
workbench.entry(
    title=_("调研报告"),
    url_name="compliance:paper_find",
    permission="compliance.view_report",
    group=GROUP,
    order=76,
)
workbench.entry(
    title=_("规模异常社区"),
    url_name="compliance:unusual",
    permission="compliance.view_report",
    group=GROUP,
    order=78,
)
workbench.entry(
    title=_("标准"),
    url_name="compliance:standard_list",
    permission="compliance.view_standard",
    group=GROUP,
    order=80,
)
workbench.entry(
    title=_("指标目录"),
    url_name="compliance:indicator_list",
    permission="compliance.view_standard",
    group=GROUP,
    order=83,
)
workbench.entry(
    title=_("公开范围"),
    url_name="compliance:opening_list",
    permission="compliance.view_opening",
    group=GROUP,
    order=82,
)
workbench.entry(
    title=_("社会服务统计"),
    url_name="compliance:count_list",
    permission="compliance.view_report",
    group=GROUP,
    order=77,
)


@workbench.result_page("paper")
def paper_page(job):
    """The paper a job has made a file of; the file is listed there."""
    asked = {name: job.params[name] for name in ("area", "version")}
    return reverse("compliance:paper_detail", args=[job.params["report"]], query=asked) + "#files"


@workbench.result_page("count")
def count_page(job):
    """The page that shows what a job has counted."""
    asked = {name: job.params[name] for name in ("by", "year", "number")}
    return reverse("compliance:count_list", query={"area": job.area_code, **asked})


@workbench.result_page("report")
def report_page(job):
    """The report a job has computed."""
    return reverse("compliance:report_detail", args=[job.result["report"]])
