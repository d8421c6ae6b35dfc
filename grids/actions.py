"""The acts on grids and duties, in the order in which pages show them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions import Action, register
from grids import forms, services
from grids.models import Grid, GridDuty


def lasts(row):
    return row.ended_on is None or row.ended_on > timezone.localdate()


def can_be_linked(duty):
    return lasts(duty) and duty.worker_id is None


def on_grid(slug, title, form, service, permission="grids.change_grid"):
    return Action(
        slug=slug, title=title, model=Grid, form=form, service=service, permission=permission, row="grid", when=lasts
    )


def on_duty(slug, title, form, service, when=lasts):
    permission = "grids.change_gridduty"
    return Action(
        slug=slug, title=title, model=GridDuty, form=form, service=service, permission=permission, row="duty", when=when
    )


ACTIONS = [
    Action(
        slug="open",
        title=_("新增网格"),
        model=Grid,
        form=forms.OpenGridForm,
        service=services.open_grid,
        permission="grids.add_grid",
    ),
    on_grid("appoint", _("任命网格员"), forms.AppointDutyForm, services.appoint_duty, "grids.add_gridduty"),
    on_grid("renumber", _("改为顺序编号"), forms.RenumberForm, services.renumber_grid),
    on_grid("end", _("撤销"), forms.EndGridForm, services.end_grid),
    on_duty("hand-over", _("交接"), forms.HandOverForm, services.hand_over_duty),
    on_duty("link", _("关联社区工作者"), forms.LinkForm, services.link_worker, can_be_linked),
    on_duty("end", _("离任"), forms.EndDutyForm, services.end_duty),
]

register(*ACTIONS)
