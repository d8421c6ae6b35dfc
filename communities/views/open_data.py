import re

from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_date
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communities import open_data
from communities.limiting import too_many
from communities.places import site_area
from communities.views.base import PublicMixin

AREA = re.compile(r"(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?", re.ASCII)
WRITERS = {"csv": open_data.as_csv, "json": open_data.as_json}
PER_MINUTE = 30
"""Files one address may take in a minute."""


class CatalogueView(PublicMixin, TemplateView):
    """Which data there are, what each column means, under which conditions they may be used."""

    template_name = "public/open_data.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            datasets=open_data.every(), area=site_area(), today=timezone.localdate(), PER_MINUTE=PER_MINUTE,
            licence=open_data.LICENCE, licence_url=open_data.LICENCE_URL,
            crumbs=[(reverse("compliance:home"), _("首页")), (None, _("开放数据"))], **kwargs,
        )  # fmt: skip


class DatasetView(PublicMixin, View):
    """One file: `/open-data/results.csv?area=500103&as_of=2026-09-30`. Both may be left out."""

    is_kept = False

    def get(self, request, slug, form):
        found = open_data.get(slug)
        if found is None or form not in WRITERS:
            raise Http404
        area = request.GET.get("area") or site_area()
        asked = request.GET.get("as_of", "")
        on = _day(asked) if asked else timezone.localdate()
        if not AREA.fullmatch(area) or on is None:
            return _refuse(400, _("area 应为2、4、6、9或12位区划编码,as_of 应为日期,如 2026-09-30。"))
        etag = quote_etag(open_data.version(found, area, on))
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponseNotModified(headers={"ETag": etag})
        if too_many(request, "open-data", PER_MINUTE):
            return _refuse(429, _("请求过于频繁,请一分钟后再试。"), **{"Retry-After": "60"})
        answer = StreamingHttpResponse(WRITERS[form](found, area, on), content_type=open_data.FORMS[form])
        answer["ETag"] = etag
        answer["Content-Disposition"] = f'attachment; filename="{slug}-{area or "all"}-{on}.{form}"'
        answer["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(answer, public=True, max_age=300)
        return answer


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _refuse(status, sentence, **headers):
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
