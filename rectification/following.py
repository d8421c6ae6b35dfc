"""Findings name their place by code and follow it when only the code changes."""

from communities.following import follows
from rectification.models import Finding


@follows
def places(change):
    if change.is_same:
        Finding.objects.filter(place=change.old).update(place=change.new[0])
