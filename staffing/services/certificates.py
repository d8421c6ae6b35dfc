"""The certificate of the committee as a legal person."""

from django.utils.translation import gettext as _

from communities.models import Community
from communities.rules import UNTIL_TODAY, check_day, check_reach, refusal
from records.history import acting
from records.successors import set_exactly


def renew_certificate(*, community, issued_on, valid_until, user, uscc="", reason=""):
    """A new certificate has been issued, as after every change of director. The code as a rule stays the same."""
    with acting(user, reason or _("换发统一社会信用代码证书")):
        community = Community.objects.select_for_update().get(pk=community.pk)
        check_reach(user, community, field="issued_on")
        check_day(issued_on, field="issued_on", ahead=UNTIL_TODAY)
        if valid_until and valid_until <= issued_on:
            raise refusal("valid_until", _("证书有效期须晚于颁发日期。"), "order")
        values = {"certificate_issued_on": issued_on, "certificate_until": valid_until, "uscc": uscc or community.uscc}
        names = set_exactly(community, **values)
        community.full_clean()
        community.save(update_fields=names)
        return community
