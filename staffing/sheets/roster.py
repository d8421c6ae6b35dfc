"""A complete roster of workers: who is in office by the register and not in the file; who came and who went."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.sheets.lookup import within_reach
from communities.uploads.rosters import Roster
from sheets.batch import ROWS
from staffing.choices import EndReason
from staffing.models import Spell, Worker
from staffing.services import leave_post

IN_OFFICE = (
    "staffing_spell s JOIN communities_community c ON c.id = s.community_id "
    "WHERE s.is_primary AND s.started_on <= %s AND (s.ended_on IS NULL OR s.ended_on > %s)"
)


class WorkerRoster(Roster):
    title = _("表中没有、系统中在岗的人员")
    columns = (_("姓名"), _("社区"), _("职务"), _("任职日期"))
    choices = (("left", _("离任")), ("stays", _("仍在岗")), ("omitted", _("漏报")))
    endings = EndReason.choices

    def missing(self, batch, upload):
        today = timezone.localdate()
        inside, params = within_reach(batch.user, "c.code")
        listed = f"AND s.community_id IN (SELECT community_code__id FROM {ROWS})" if upload.roster == "listed" else ""
        found = batch.select(
            f"SELECT s.id FROM {IN_OFFICE} AND {inside} {listed} "
            "AND s.worker_id NOT IN (SELECT worker_id FROM after_spell) ORDER BY c.code, s.id",
            [today, today, *params],
        )
        spells = Spell.objects.select_related("worker", "community").in_bulk([pk for (pk,) in found])
        return [(pk, _cells(spells[pk])) for (pk,) in found]

    def end(self, pk, *, on, ending, user, reason):
        leave_post(spell=Spell.objects.get(pk=pk), on=on, end_reason=ending, user=user, reason=reason)

    def before(self, batch):
        today = timezone.localdate()
        batch.execute("DROP TABLE IF EXISTS in_office_before")
        batch.execute(
            "CREATE TEMPORARY TABLE in_office_before ON COMMIT DROP AS "
            f"SELECT s.worker_id, s.community_id FROM {IN_OFFICE}",
            [today, today],
        )

    def movements(self, batch):
        """Places whose staff has changed, by code."""
        today = timezone.localdate()
        moved = batch.select(
            f"""WITH after AS (SELECT s.worker_id, s.community_id FROM {IN_OFFICE}),
                moves AS (
                    SELECT coalesce(a.community_id, b.community_id) AS place, worker_id, b.worker_id IS NOT NULL AS was,
                           a.worker_id IS NOT NULL AS "is"
                    FROM after a FULL JOIN in_office_before b USING (worker_id, community_id))
                SELECT place, count(*) FILTER (WHERE was), count(*) FILTER (WHERE "is" AND NOT was),
                       count(*) FILTER (WHERE was AND NOT "is"), count(*) FILTER (WHERE "is"),
                       array_remove(array_agg(CASE WHEN "is" AND NOT was THEN worker_id END ORDER BY worker_id), NULL),
                       array_remove(array_agg(CASE WHEN was AND NOT "is" THEN worker_id END ORDER BY worker_id), NULL)
                FROM moves JOIN communities_community c ON c.id = place
                GROUP BY c.code, place HAVING bool_or(was <> "is") ORDER BY c.code""",
            [today, today],
        )
        places = Community.objects.in_bulk([place for place, *_counts in moved])
        return [[str(places[place]), *told] for place, *told in moved]

    def names(self, ids, user):
        if not user.has_perm("staffing.view_worker"):
            return {}
        return dict(Worker.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "name"))


def _cells(spell):
    posts = [spell.get_party_post_display(), spell.get_committee_post_display()]
    told = "、".join(str(post) for post in posts if post) or str(spell.get_staff_kind_display())
    return [spell.worker.name, str(spell.community), told, spell.started_on.isoformat() if spell.started_on else ""]
