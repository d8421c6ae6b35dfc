"""换发统一社会信用代码证书: the certificate names the director, whose change calls for a new one.

(民法典第一百零一条: the committees are 特别法人; the certificate shows its 法定代表人.)
"""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from communities.models import Community
from staffing.choices import CommitteePost
from staffing.models import Spell


def certificates_to_renew(*, on):
    """Communities whose certificate is older than the present director, with `director_since`.

    One without a known day of issue is listed where another person is known to have been director before.
    """
    directors = Spell.objects.filter(committee_post=CommitteePost.DIRECTOR)
    here = directors.filter(community=OuterRef("pk"))
    communities = Community.objects.existing(on=on).annotate(
        director_since=Subquery(_began(directors).filter(started_on__lte=on).values("started_on")[:1]),
    )
    before = here.filter(ended_on__lte=OuterRef("director_since"))
    in_office = here.open(on=on)
    older = Q(certificate_issued_on__lt=F("director_since"))
    unknown = Q(certificate_issued_on=None) & Exists(before)
    return communities.filter(Exists(in_office)).filter(older | unknown)


def _began(directors):
    """The newest spell with which a director of the outer community came into office."""
    same = {"worker": OuterRef("worker"), "community": OuterRef("community")}
    lasting = Q(ended_on=None) | Q(ended_on__gte=OuterRef("started_on"))
    previous = directors.filter(lasting, started_on__lt=OuterRef("started_on"), **same)
    return directors.filter(~Exists(previous), community=OuterRef("pk")).order_by("-started_on")
