"""What happens to people in office: each function is one act, dated, by somebody, for a reason."""

from staffing.services.certificates import renew_certificate
from staffing.services.duty import extend_absence, go_on_leave, return_to_post, second_worker
from staffing.services.spells import appoint_worker, change_post, combine_heads, leave_post
from staffing.services.training import enrol_training
from staffing.services.transfers import bring_in_worker, move_worker
from staffing.services.vacancies import (
    approve_vacancy,
    ask_vacancy,
    hire_for_vacancy,
    hold_exam,
    publish_candidate,
    refuse_vacancy,
    reject_candidate,
    withdraw_vacancy,
)

__all__ = [
    "appoint_worker",
    "approve_vacancy",
    "ask_vacancy",
    "bring_in_worker",
    "change_post",
    "combine_heads",
    "enrol_training",
    "extend_absence",
    "go_on_leave",
    "hire_for_vacancy",
    "hold_exam",
    "leave_post",
    "move_worker",
    "publish_candidate",
    "refuse_vacancy",
    "reject_candidate",
    "renew_certificate",
    "return_to_post",
    "second_worker",
    "withdraw_vacancy",
]
