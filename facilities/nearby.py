"""What is near a position. It is asked for, used for one answer and kept nowhere."""

import math

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, FloatField, Value
from django.db.models.functions import Cast, Power, Sqrt
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities.models import Facility

METRES = 111_195
"""Of one degree of latitude."""
FARTHEST = 10_000
MOST = 20


class PositionForm(forms.Form):
    """Degrees, as the device states them."""

    latitude, longitude = (
        forms.FloatField(
            validators=[MinValueValidator(low), MaxValueValidator(high)],
            widget=forms.HiddenInput,
            label=label,
        )
        for label, low, high in ((gettext_lazy("纬度"), 3, 54), (gettext_lazy("经度"), 73, 136))
    )


def nearest(latitude, longitude, *, on):
    """Premises in use that are open to everybody, nearest first, each with `away` in metres; none beyond 10 km.

    On a few kilometres the earth is flat enough.
    """
    narrowing = math.cos(math.radians(latitude))
    span = FARTHEST / METRES
    north = (Cast("latitude", FloatField()) - Value(latitude)) * METRES
    east = (Cast("longitude", FloatField()) - Value(longitude)) * METRES * narrowing
    return (
        Facility.objects.in_use(on=on)
        .filter(
            is_public=True,
            latitude__range=(latitude - span, latitude + span),
            longitude__range=(longitude - span / narrowing, longitude + span / narrowing),
        )
        .alias(north=north, east=east)
        .annotate(away=Sqrt(Power(F("north"), 2) + Power(F("east"), 2)))
        .filter(away__lte=FARTHEST)
        .select_related("community")
        .order_by("away", "pk")[:MOST]
    )


def distance(metres):
    """约 350 米, 约 1.2 公里"""
    if metres < 995:
        return _("约 %(n)s 米") % {"n": max(round(metres / 10) * 10, 10)}
    return _("约 %(n)s 公里") % {"n": f"{metres / 1000:.1f}"}
