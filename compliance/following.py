"""Standards follow the code of a community: reports ask by the code of their day."""

from communities.following import follows
from compliance.mending import mending
from compliance.models import Standard, StandardDraft
from records.successors import successor


@follows
def limits(change):
    """The limit holds under the old code until the day and under the new one from it on."""
    if not change.is_same:
        return
    StandardDraft.objects.filter(area=change.old).update(area=change.new[0])
    for standard in Standard.objects.filter(area=change.old).exclude(ended_on__lte=change.on):
        if standard.started_on >= change.on:
            standard.area = change.new[0]
            with mending():
                standard.save(update_fields=["area"])
            continue
        following = successor(standard, area=change.new[0], started_on=change.on)
        standard.ended_on = change.on
        standard.save(update_fields=["ended_on"])
        following.full_clean()
        following.save()
