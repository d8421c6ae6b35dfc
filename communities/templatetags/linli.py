"""What every page needs: menu, banner, language, pages of a table, numbers as people read them."""

import uuid

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities import alerts, site, todos, workbench

register = template.Library()
TODO = "communities:todo"
FEW = 12
"""A menu of no more lines than this is shown whole."""


@register.filter
def grouped(number):
    """11269 → 11,269; None stays None."""
    return number if number is None or number == "" else f"{number:,}"


@register.inclusion_tag("office/menu.html", takes_context=True)
def menu(context):
    """The entries the account may follow, group by group; the one it is in is marked, and its group is open. From a
    page that belongs to none, such as the first of the day, the daily work is in reach: the first group is open."""
    request = context["request"]
    here = workbench.line_of(getattr(request.resolver_match, "view_name", "") or "")
    groups = []
    for title, entries in workbench.groups(request.user).items():
        lines = [
            {
                "title": entry.title,
                "url": reverse(entry.url_name),
                "is_here": f"{here}_".startswith(f"{entry.url_name.rsplit('_', 1)[0]}_"),
                "is_counted": entry.url_name == TODO,
            }
            for entry in entries
        ]
        groups.append({"title": title, "lines": lines, "is_open": any(line["is_here"] for line in lines)})
    named = [group for group in groups if group["title"]]
    if named and not any(group["is_open"] for group in named):
        named[0]["is_open"] = True
    has_room = sum(len(group["lines"]) for group in groups) <= FEW
    return {"groups": groups, "has_room": has_room, "count": todos.known_number(request.user)}


@register.inclusion_tag("office/bell.html", takes_context=True)
def bell(context):
    """How many alerts the account has not read."""
    return {"count": alerts.count_unread(context["request"].user)}


@register.inclusion_tag("public/language.html", takes_context=True)
def language_link(context):
    """The same page in the other language; from a page that does not exist, the home page."""
    request, is_chinese = context["request"], get_language() == "zh-hans"
    path = request.path if request.resolver_match else "/"
    if is_chinese:
        return {"code": "en", "url": f"/en{path}", "name": "English"}
    return {"code": "zh-hans", "url": path.removeprefix("/en"), "name": "中文"}


@register.inclusion_tag("public/elder.html", takes_context=True)
def elder_link(context):
    """The sizes of type this page could have instead, each leading back to it."""
    request = context["request"]
    now = request.COOKIES.get("elder", "0")
    sizes = [("1", _("大字版")), ("2", _("特大字")), ("0", _("标准版"))]
    offered = [size for size in sizes if size[0] != now] if now in ("1", "2") else sizes[:1]
    return {"sizes": offered, "path": request.get_full_path()}


@register.simple_tag
def one_use():
    """The hidden token by which a form acts once, however often it is sent."""
    return format_html('<input type="hidden" name="submission_id" value="{}">', uuid.uuid4())


@register.simple_tag
def site_facts():
    """What a government site states of itself, as far as it is set."""
    return settings.SITE_FACTS


@register.inclusion_tag("demo_banner.html")
def demo_banner():
    """Says so wherever the instance holds made-up people and premises."""
    return {"is_demo": site.is_demo()}


@register.inclusion_tag("crumbs.html")
def crumbs(trail):
    """[(address or None for the page itself, name)]"""
    return {"crumbs": trail}


@register.inclusion_tag("tables/pages.html", takes_context=True)
def pages(context, page, field="page"):
    """Links to the pages of a list, keeping what was filtered and sorted."""
    query = context["request"].GET.copy()

    def url(number):
        query[field] = number
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "links": [(number, url(number) if isinstance(number, int) else None) for number in numbers],
        "here": page.number,
        "previous": url(page.previous_page_number()) if page.has_previous() else None,
        "next": url(page.next_page_number()) if page.has_next() else None,
        "first": f"{page.start_index():,}",
        "last": f"{page.end_index():,}",
        "total": f"{page.paginator.count:,}",
    }
