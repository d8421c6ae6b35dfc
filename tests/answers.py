"""What every address answers to whom. An address that is not written down here fails the tests."""

from dataclasses import dataclass, field

from communities.choices import Role
from communities.roles import TABLE

EVERYBODY = frozenset(Role)
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
READERS = frozenset(role for role in Role if "v" in TABLE[role].get("compliance.report", ""))
DECIDERS = frozenset({Role.COUNTY_REVIEWER, Role.CITY_OFFICER})
EXPORTERS = DECIDERS | {Role.STREET_REVIEWER}


@dataclass(frozen=True)
class Answer:
    """Who gets the page inside their reach; all others get `otherwise`. What is out of reach does not exist."""

    roles: frozenset = EVERYBODY
    otherwise: int = 403
    path: dict = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Public:
    """For everybody, with or without an account."""

    path: dict = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class OfRegister:
    """An address of a register: nothing for those who may not view it, and nothing of other areas for anybody."""

    register: object

    @property
    def roles(self):
        label = self.register.model._meta.label_lower
        return frozenset(role for role in Role if "v" in TABLE[role].get(label, ""))


INSIDE_ALL = frozenset({Role.COUNTY_REVIEWER, Role.CITY_OFFICER, Role.LEADER, Role.DEPARTMENT, *ADMINISTRATORS})
"""Roles whose accounts are posted to the whole county in the tests' world."""

REPORT = {"pk": lambda world, report: report.pk}
FIGURE = {**REPORT, "row": lambda world, report: world.row(report).pk, "indicator": lambda *_: "floor-area"}
FILE = {**REPORT, "form": lambda *_: "csv", "level": lambda *_: "community"}

ANSWERS = {
    "set_language": Public(status=302),
    "login": Public(),
    "logout": Answer(status=405),
    "password_change": Answer(),
    "password_change_done": Answer(),
    "compliance:home": Public(),
    "compliance:area": Public({"code": lambda world, report: report.area_code}),
    "compliance:standards": Public(),
    "communities:public": Public({"code": lambda world, report: f"{report.area_code}001001"}),
    "compliance:overview": Answer(READERS, otherwise=302),
    "compliance:report_list": Answer(READERS),
    "compliance:report_add": Answer(DECIDERS),
    "compliance:report_detail": Answer(READERS, path=REPORT),
    "compliance:report_trace": Answer(READERS, path=FIGURE),
    "compliance:report_publish": Answer(DECIDERS, path=REPORT),
    "compliance:report_withdraw": Answer(DECIDERS, path=REPORT),
    "compliance:report_export": Answer(EXPORTERS, path=FILE),
    "compliance:standard_list": Answer(READERS),
    "communities:job_detail": Answer(INSIDE_ALL, path={"pk": lambda world, report: world.job(report).pk}),
    "communities:todo": Answer(),
    "communities:welcome": Answer(),
    "communities:search": Answer(),
    "communities:log": Answer(),
    "communities:suggest": Answer(path={"what": lambda *_: "community"}),
}


def answer_of(name, view):
    """The answer of an address; those of registers follow from the register, one rule for all (`OfRegister`)."""
    register = view.view_initkwargs.get("register") if hasattr(view, "view_initkwargs") else None
    return OfRegister(register) if register else ANSWERS.get(name)
