"""提醒: what happened, told once for each event, inside reach; read or unread for each account; by mail where set up.

The apps declare sources: functions of a day that return what there is to tell. A night's job asks them all. What a
report brings is told when it is there (compliance).
"""

import datetime
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.access import doing
from communities.models.alerts import Alert, AlertRead
from communities.todos import is_wide

logger = logging.getLogger(__name__)
KEPT = datetime.timedelta(days=90)
SECONDS = 60
MAILED = 20
_sources = []


def source(function):
    """Declare the function below: (today) → alerts, stored or not; an event told before is left as it is."""
    _sources.append(function)
    return function


def tell(alerts):
    """Write down what is new of these."""
    Alert.objects.bulk_create(alerts, ignore_conflicts=True, batch_size=1000)


def collect(today):
    """Ask all sources; forget what is old."""
    for find in _sources:
        tell(find(today))
    Alert.objects.filter(at__lt=timezone.now() - KEPT).delete()


def visible(user):
    """What an account may see, newest first. Who looks after counties is told of areas, not of single communities."""
    if not user.is_authenticated:
        return Alert.objects.none()
    with doing(user):
        found = Alert.objects.visible_to(user)
    if is_wide(user):
        found = found.exclude(place__regex=r"^\d{7,}$")
    allowed = [one for one in PERMISSIONS if user.has_perm(one)]
    return found.filter(permission__in=allowed)


PERMISSIONS = ["compliance.view_report", "communities.view_submission", "rectification.view_finding"]
"""What alerts may ask for."""


def unread(user):
    seen = AlertRead.objects.filter(user=user, alert=OuterRef("pk"))
    return visible(user).filter(~Exists(seen))


def count_unread(user):
    """For the bell on every page, so remembered for a minute."""
    return cache.get_or_set(bell_of(user), lambda: unread(user).count(), SECONDS)


def bell_of(user):
    return f"communities.alerts.{user.pk}"


def mark_read(user, alerts):
    AlertRead.objects.bulk_create((AlertRead(user=user, alert=one) for one in alerts), ignore_conflicts=True)
    cache.delete(bell_of(user))


def send_digests(since):
    """One mail a night to each account with an address, of what is new and unread. A failure is logged, not raised."""
    if not settings.EMAIL_HOST:
        return 0
    sent = 0
    for user in User.objects.filter(is_active=True).exclude(email=""):
        titles = list(unread(user).filter(at__gte=since).values_list("title", flat=True)[: MAILED + 1])
        sent += bool(titles) and send_digest(user, titles)
    return sent


def send_digest(user, titles):
    more = [_("……其余请登录工作台查看。")] if len(titles) > MAILED else []
    body = "\n".join([*titles[:MAILED], *more])
    try:
        return send_mail(_("邻里工作台:新的提醒"), body, None, [user.email])
    except (SMTPException, OSError):
        logger.exception("alerts were not mailed to account %s", user.pk)
        return 0
