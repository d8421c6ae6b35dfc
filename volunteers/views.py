from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max, Sum
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communities.access import reach, within
from communities.registers.showing import text_of
from communities.views.registers.base import RegisterMixin
from communities.views.sending import SentOnceMixin
from records.text import key_in
from volunteers.choices import Sameness
from volunteers.likeness import count_pairs, is_alike, pairs
from volunteers.models import Participation, Team, Volunteer
from volunteers.services import settle, take_back
from volunteers.services.sameness import MATCHES

A_PAGE = 20
PAGE_DIGITS = 8
SHOWN = {
    Volunteer: [
        "name", "platform", "platform_no", "id_number", "phone", "born_on", "community", "team", "skills", "started_on",
    ],
    Team: ["name", "platform", "registered_no", "kind", "leader", "phone", "community", "started_on"],
}  # fmt: skip


class AlikeView(SentOnceMixin, RegisterMixin, TemplateView):
    """疑似重复: rows that look alike side by side, the question whether they are the same, and what was answered."""

    template_name = "volunteers/alike.html"

    def rights(self):
        """Whoever may decide is shown what lies where they may."""
        register = self.register
        return [register.permission("change" if register.may(self.request.user, "change") else "view")]

    def get_context_data(self, **kwargs):
        user, model = self.request.user, self.model
        number = self._page()
        total = count_pairs(model, user)
        shown = pairs(model, user, limit=A_PAGE, offset=(number - 1) * A_PAGE)
        served = served_by({row.pk for pair in shown for row in (pair.one, pair.other)}, model)
        return super().get_context_data(
            pairs=[(pair, self.lines(pair.one, pair.other, served)) for pair in shown],
            total=total,
            number=number,
            earlier=number - 1,
            later=number + 1 if total > number * A_PAGE else 0,
            decided=self.decided(),
            may_decide=self.register.may(user, "change"),
            words=words_of(model),
            **kwargs,
        )

    def _page(self):
        asked = self.request.GET.get("page", "1")
        return max(int(asked), 1) if asked.isdecimal() and len(asked) <= PAGE_DIGITS else 1

    def lines(self, one, other, served):
        """[(label, one, other, whether they differ)] of what is known of either."""
        found = []
        for name in SHOWN[self.model]:
            label = _("出生年月") if name == "born_on" else self.model._meta.get_field(name).verbose_name
            found.append((label, shown(one, name), shown(other, name)))
        found.append((_("服务记录"), served.get(one.pk, ""), served.get(other.pk, "")))
        return [(label, left, right, left != right) for label, left, right in found if left or right]

    def decided(self):
        """The newest decisions about rows that are both within reach."""
        codes = reach(self.request.user)
        both = within(codes, "one__community__code") & within(codes, "other__community__code")
        rows = MATCHES[self.model].objects.filter(both).select_related("one", "other", "created_by")
        return rows.order_by("-created_at", "-pk")[:A_PAGE]

    def post(self, request):
        if not self.register.may(request.user, "change"):
            raise PermissionDenied
        try:
            said = self.take_back() if "match" in request.POST else self.decide()
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
        else:
            messages.success(request, said)
        return redirect(request.get_full_path())

    def decide(self):
        verdict = self.request.POST.get("verdict")
        keys = sorted(self.number_of(side) for side in ("one", "other"))
        if verdict not in Sameness.values:
            raise Http404
        likeness = is_alike(self.model, self.request.user, *keys)
        if likeness is None:
            raise ValidationError(_("这两条记录已核对过,或不再相似,请看下面的核对记录。"))
        rows = self.get_queryset().in_bulk(keys)
        one, other = (rows[key] for key in keys)
        settle(one=one, other=other, verdict=verdict, likeness=likeness, user=self.request.user)
        told = {"one": one, "verdict": words_of(self.model)[verdict]}
        if verdict == Sameness.SAME:
            return _("已记下:“%(one)s”的两条登记%(verdict)s,今后只计一次。") % told
        return _("已记下:“%(one)s”的两条登记%(verdict)s,不再提示。") % told

    def take_back(self):
        found = self.decided_one(self.number_of("match"))
        take_back(match=found, user=self.request.user)
        return _("已撤回,两条记录重新列入疑似重复。")

    def decided_one(self, pk):
        codes = reach(self.request.user)
        both = within(codes, "one__community__code") & within(codes, "other__community__code")
        found = MATCHES[self.model].objects.filter(both, pk=pk).select_related("one", "other").first()
        if found is None:
            raise Http404
        return found

    def number_of(self, name):
        key = key_in(self.request.POST.get(name, ""))
        if key is None:
            raise Http404
        return key


def shown(row, name):
    """One field in words; of a birth date no more than the month beside a masked number."""
    return text_of(row, name)[: len("1987-03")] if name == "born_on" else text_of(row, name)


def words_of(model):
    """How the two answers are called."""
    if model is Volunteer:
        return {"same": _("是同一人"), "different": _("不是同一人")}
    return {"same": _("是同一支"), "different": _("不是同一支")}


def served_by(keys, model):
    """{row: «3 次,7.5 小时,最近 2026-05-01»}"""
    path = "volunteer" if model is Volunteer else "activity__team"
    rows = Participation.objects.filter(**{f"{path}__in": keys}).order_by().values_list(path)
    told = _("%(count)s 次,%(hours)s 小时,最近 %(day)s")
    return {
        key: told % {"count": count, "hours": f"{hours:f}".rstrip("0").rstrip("."), "day": timezone.localdate(last)}
        for key, count, hours, last in rows.annotate(Count("pk"), Sum("hours"), Max("starts_at"))
    }
