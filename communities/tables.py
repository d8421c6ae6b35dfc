import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from communities.models import Community

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
CODE = {"td": {"class": "nowrap"}}


class FigureTable(tables.Table):
    """The look of all tables: first column names the row, figures to the right."""

    class Meta:
        template_name = "tables/figures.html"


class CommunityTable(FigureTable):
    title = _("社区")
    name = tables.Column(_("社区"), order_by="pinyin", linkify=("communities:community_detail", [tables.A("pk")]))
    code = tables.Column(_("编码"), attrs=CODE)
    kind = tables.Column(_("类型"))
    setting = tables.Column(_("类别"), default=_("无数据"))
    phone = tables.Column(_("联系电话"), default=_("无数据"), orderable=False)

    class Meta(FigureTable.Meta):
        model = Community
        fields = ["name", "code", "kind", "setting", "phone"]
        order_by = "code"

    def render_name(self, record):
        return str(record)
