"""Rows that hold from one day to another: `started_on` is the first day, `ended_on` the first day no longer."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


def open_on(on, prefix=""):
    """Rows in force on the day; a blank start means it was always so."""
    start, end = f"{prefix}started_on", f"{prefix}ended_on"
    begun = Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": on})
    return begun & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on}))


def begun_by(on, prefix=""):
    """Rows that had begun by the day, ended ones included; a blank start means begun."""
    start = f"{prefix}started_on"
    return Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": on})


class PeriodQuerySet(models.QuerySet):
    def open(self, *, on):
        return self.filter(open_on(on))


class Period(models.Model):
    """Something true from a first day on, until another day."""

    started_on = models.DateField(_("起始日期"))
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            message = _("%(label)s不能早于%(start)s。")
            labels = {
                "label": self._meta.get_field("ended_on").verbose_name,
                "start": self._meta.get_field("started_on").verbose_name,
            }
            raise ValidationError({"ended_on": ValidationError(message, code="order", params=labels)})


def ends_after_start(name):
    """The constraint every dated table carries."""
    return models.CheckConstraint(
        condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
        name=name,
        violation_error_message=_("终止日期不能早于起始日期。"),
    )


class DateRange(Func):
    """`[started_on, ended_on)` as a PostgreSQL range; a missing end is open."""

    function = "daterange"
    output_field = DateRangeField()


def no_overlap(name, *same, message, condition=None):
    """Rows alike in the columns `same` never hold on the same day."""
    period = DateRange("started_on", "ended_on")
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((column, RangeOperators.EQUAL) for column in same),
            (period, RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )
