"""Codes kept by premises and services follow their community."""

from communities.following import follows
from facilities.models import Facility, PublicService


@follows
def who_shares(change):
    """共用社区: the successors share what the old one shared; nobody shares with itself."""
    for facility in Facility.objects.filter(shared_with__contains=[change.old]).select_related("community"):
        codes = [code for one in facility.shared_with for code in (change.new if one == change.old else [one])]
        facility.shared_with = [code for code in dict.fromkeys(codes) if code != facility.community.code]
        facility.save(update_fields=["shared_with"])


@follows
def where_a_service_holds(change):
    """服务事项 of a community alone; those of areas hold for the successors already."""
    if change.is_same:
        for service in PublicService.objects.filter(area=change.old):
            service.area = change.new[0]
            service.save(update_fields=["area"])
