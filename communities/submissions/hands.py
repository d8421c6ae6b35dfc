"""Who may take a step: the right role, posted to the place; and never at one's own work."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.models import ReviewSetting
from communities.submissions import groups
from communities.submissions.choices import Action, BatchState, State


@dataclass(frozen=True)
class Levels:
    """Which hands take part in a county."""

    community: bool = True
    street: bool = True
    county: bool = True


def levels(code):
    """The hands of the county a division code lies in."""
    row = ReviewSetting.objects.filter(county=code[:6]).first()
    return Levels(row.community_level, row.street_level, row.county_level) if row else Levels()


def submitter(code):
    """The role that hands in for a community."""
    return Role.COMMUNITY_CLERK if levels(code).community else Role.STREET_CLERK


def holds(user, role, code):
    """Whether the account is posted today, in this role, to an area that contains the code."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    posted = user.postings.open(on=timezone.localdate()).filter(role=role).values_list("area_code", flat=True)
    return any(code.startswith(area) for area in posted)


def require_role(user, role, code):
    if not holds(user, role, code):
        raise PermissionDenied(_("这一步应由%(role)s办理。") % {"role": Role(role).label})


def require_other_author(user, *, group, period, code):
    """Refuse a reviewer who has entered or changed rows of these registers since the period began."""
    own = Q(created_by=user) | Q(updated_by=user)
    for register in groups.get(group).registers():
        rows = register.objects.inside(code).filter(own, updated_at__date__gte=period.started_on)
        if rows.exists():
            text = _("您录入或修改过本期的%(register)s,不能审核,请由他人审核。")
            raise ValidationError(text % {"register": register._meta.verbose_name}, code="own_work")


def open_steps(submission):
    """{step: role} of what may be done with a submission as it stands now, whoever asks."""
    code, state = submission.community.code, submission.state
    hands = levels(code)
    enters = Role.COMMUNITY_CLERK if hands.community else Role.STREET_CLERK
    possible = {
        Action.SUBMIT: (enters, state in {State.NOT_SUBMITTED, State.RETURNED}),
        Action.WITHDRAW: (enters, state == State.SUBMITTED),
        Action.PASS: (Role.STREET_REVIEWER, hands.street and state == State.SUBMITTED and not submission.is_changed),
        Action.RETURN: (Role.STREET_REVIEWER, hands.street and state in {State.SUBMITTED, State.PASSED}),
    }
    return {action: role for action, (role, is_open) in possible.items() if is_open}


def open_street_steps(batch):
    """As `open_steps`, of a street as a whole."""
    hands, state = levels(batch.street), batch.state
    unsent = state in {BatchState.COLLECTING, BatchState.RETURNED}
    possible = {
        Action.SEND: (Role.STREET_REVIEWER, hands.street and unsent),
        Action.APPROVE: (Role.COUNTY_REVIEWER, hands.county and state == BatchState.SENT),
        Action.RETURN_STREET: (Role.COUNTY_REVIEWER, hands.county and state == BatchState.SENT),
    }
    return {action: role for action, (role, is_open) in possible.items() if is_open}


def actions(user, submission):
    """The steps an account may take with a submission now; for the buttons of a page."""
    code = submission.community.code
    return [action for action, role in open_steps(submission).items() if holds(user, role, code)]


def street_actions(user, batch):
    """The steps an account may take with a street as a whole now."""
    return [action for action, role in open_street_steps(batch).items() if holds(user, role, batch.street)]
