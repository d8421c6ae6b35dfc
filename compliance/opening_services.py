"""How far indicators are open to the public: planned by one person, released by another."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import reaches
from communities.registers.saving import refusing
from compliance import registry
from compliance.choices import Reach
from compliance.models import Opening, Publication
from compliance.querysets import prefixes
from compliance.refusing import check_seen, refuse
from records.history import acting


def plan_of(area):
    """The plan of the area that waits to be released; None where there is none."""
    return Opening.objects.filter(area=area, released_at=None).first()


def keep_plan(*, area, changes, user):
    """Write down how far the area would open its indicators: {indicator: reach, "" for as around it}."""
    if not changes:
        refuse(_("与现行公开范围相同,没有需要发布的改动。"), "unchanged")
    with acting(user, _("起草公开方案")), refusing(Opening):
        plan = plan_of(area) or Opening(area=area)
        plan.reaches = changes
        plan.save()
    return plan


def release_plan(*, plan, user, seen=None):
    """From now on the public sees as far as the plan says. By another person than wrote it, who has looked at the
    version `seen`."""
    if not (user.has_perm("compliance.publish_opening") and reaches(user, plan.area)):
        refuse(_("您没有发布该区划公开方案的权限。"), "foreign_territory")
    if user.pk == plan.written_by_id:
        refuse(_("方案由您起草,请由另一位有发布权限的人员发布。"), "same_person")
    if plan.released_at:
        refuse(_("这份公开方案已经生效。"), "wrong_state")
    with acting(user, _("发布公开方案")), refusing(Opening):
        check_seen(plan, seen)
        for indicator, reach in plan.reaches.items():
            own = {"area": plan.area, "indicator": indicator}
            if reach:
                Publication.objects.update_or_create(**own, defaults={"reach": reach})
            else:
                Publication.objects.filter(**own).delete()
        plan.released_by, plan.released_at = user, timezone.now()
        plan.save(update_fields=["released_by", "released_at"])
    return plan


def drop_plan(*, plan, user):
    """Take back a plan that has not been released."""
    with acting(user, _("撤回公开方案")), refusing(Opening):
        Opening.objects.filter(pk=plan.pk, released_at=None).delete()


class Standing:
    """How far an area opens each indicator today: by its own word, or by that of an area around it."""

    def __init__(self, area):
        rows = Publication.objects.filter(area__in=prefixes(area)).values_list("indicator", "area", "reach")
        self._known = {(indicator, code): reach for indicator, code, reach in rows}
        self._area, self._around = area, [code for code in reversed(prefixes(area)) if code != area]

    def own(self, slug):
        return self._known.get((slug, self._area), "")

    def around(self, slug):
        """What holds where the area says nothing itself."""
        found = (self._known.get((slug, code)) for code in self._around)
        return Reach(next(filter(None, found), Reach.INTERNAL))

    def lines(self, plan=None):
        """[(indicator, today in words, planned in words or None)]"""
        planned = plan.reaches if plan else {}
        return [
            (each, self.words(each.slug, self.own(each.slug)), self.words(each.slug, planned[each.slug]))
            if each.slug in planned
            else (each, self.words(each.slug, self.own(each.slug)), None)
            for each in registry.indicators()
        ]

    def words(self, slug, reach):
        if reach:
            return Reach(reach).label
        return _("沿用上级(%s)") % self.around(slug).label
