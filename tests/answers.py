"""What every address answers to whom. An address that is not written down here fails the tests."""

from dataclasses import dataclass, field

from communities.choices import Role
from communities.roles import TABLE
from tests.addresses import parameters

EVERYBODY = frozenset(Role)
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
READERS = frozenset(role for role in Role if "v" in TABLE[role].get("compliance.report", ""))
DECIDERS = frozenset({Role.COUNTY_REVIEWER, Role.CITY_OFFICER})
EXPORTERS = DECIDERS | {Role.STREET_REVIEWER}


def those_who(letter, model):
    """The roles that may do this with rows of the model."""
    return frozenset(role for role in Role if letter in TABLE[role].get(model, ""))


LATE = 409
"""A step that cannot be taken as things stand."""


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

IMPORTERS = frozenset(role for role in Role if any("i" in letters for letters in TABLE[role].values()))
COUNTERS = frozenset(role for role in Role if "i" in TABLE[role].get("communities.headcount", ""))
STANDARD = {"pk": lambda world, report: world.standard(report).pk}
DRAFT = {"pk": lambda world, report: world.draft(report).pk}
OPENING = {"pk": lambda world, report: world.opening(report).pk}
FINDING = {"pk": lambda world, report: world.finding(report).pk}
PROGRESS = {"pk": lambda world, report: world.finding(report).progress.get().pk}
NO_UPLOAD = Answer(IMPORTERS, path={"pk": lambda *_: 1}, status=404)
"""Uploads are their sender's own: tests/communities/test_uploads.py."""

SUBMISSION = {"pk": lambda world, report: world.submission(report).pk}
BOARD = {"pk": lambda world, report: world.submission(report).batch_id}
EXCEPTION = {"pk": lambda world, report: world.exception(report).pk}
SUBMITTERS, PASSERS = those_who("c", "communities.submission"), those_who("d", "communities.submission")
SENDERS, APPROVERS = those_who("c", "communities.streetbatch"), those_who("d", "communities.streetbatch")
REMINDERS, OPENERS = those_who("a", "communities.reminder"), those_who("a", "communities.lockexception")

FILLERS = frozenset().union(
    *(those_who("e", one) for one in ("staffing.worker", "communities.community", "facilities.facility"))
)
NO_FILE = {"path": {"pk": lambda *_: 1}, "status": 404}
"""Files and filled forms are one's own: tests/communities/test_official.py, test_filling.py."""

ANSWERS = {
    "login": Public(),
    "logout": Answer(status=405),
    "password_change": Answer(),
    "password_change_done": Answer(),
    "grids:coverage": Answer(those_who("v", "grids.building")),
    "grids:coverage_settle": Answer(those_who("c", "grids.building"), status=405),
    "compliance:home": Public(),
    "compliance:area": Public({"code": lambda world, report: report.area_code}),
    "compliance:standards": Public(),
    "communities:find": Public(),
    "communities:elder": Public(status=302),
    "communities:about": Public({"page": lambda *_: "map"}),
    "communities:map": Public(
        {"code": lambda world, report: f"{report.area_code}001001", "picture": lambda *_: "none"}, status=404
    ),
    "communities:map_edit": Answer(
        those_who("c", "communities.community"), path={"pk": lambda world, report: world.row(report).community_id}
    ),
    "communities:open_data": Public(),
    "communities:open_dataset": Public({"slug": lambda *_: "results", "form": lambda *_: "csv"}),
    "facilities:services": Public(),
    "disclosure:items": Public(),
    "disclosure:item": Public({"pk": lambda world, report: world.disclosure(report).pk}),
    "disclosure:sheet": Public({"pk": lambda world, report: world.disclosure(report).pk}),
    "disclosure:object": Public({"pk": lambda world, report: world.disclosure(report).pk}),
    "disclosure:photo": Public({"pk": lambda *_: 1}, status=404),
    "disclosure:photos": Answer(
        those_who("c", "disclosure.disclosure"), path={"pk": lambda world, report: world.disclosure(report).pk}
    ),
    "disclosure:notices": Public(),
    "disclosure:notice": Public({"pk": lambda world, report: world.notice(report).pk}),
    "disclosure:screen": Public({"pk": lambda world, report: world.notice(report).pk}),
    "disclosure:overdue": Answer(those_who("v", "disclosure.disclosure")),
    "facilities:nearby": Public(),
    "facilities:service": Public({"pk": lambda world, report: world.service(report).pk}),
    "communities:public": Public({"code": lambda world, report: f"{report.area_code}001001"}),
    "compliance:overview": Answer(READERS, otherwise=302),
    "compliance:overview_compare": Answer(READERS),
    "compliance:overview_compare_file": Answer(READERS),
    "compliance:overview_file": Answer(READERS, path={"what": lambda *_: "trend"}),
    "compliance:unusual": Answer(READERS),
    "compliance:unusual_file": Answer(READERS),
    "compliance:report_list": Answer(READERS),
    "compliance:report_add": Answer(DECIDERS),
    "compliance:report_detail": Answer(READERS, path=REPORT),
    "compliance:report_trace": Answer(READERS, path=FIGURE),
    "compliance:report_publish": Answer(DECIDERS, path=REPORT),
    "compliance:report_withdraw": Answer(DECIDERS, path=REPORT),
    "compliance:report_export": Answer(EXPORTERS, path=FILE),
    "compliance:count_list": Answer(READERS),
    "compliance:count_rows": Answer(READERS, path={"line": lambda *_: "bodies"}),
    "compliance:paper_find": Answer(READERS),
    "compliance:paper_detail": Answer(READERS, path=REPORT),
    "compliance:paper_make": Answer(EXPORTERS, path=REPORT, status=302),
    "compliance:paper_file": Answer(EXPORTERS, **NO_FILE),
    "compliance:paper_edit": Answer(EXPORTERS, path=REPORT),
    "compliance:standard_list": Answer(READERS),
    "compliance:indicator_list": Answer(READERS),
    "compliance:indicator_detail": Answer(READERS, path={"indicator": lambda *_: "floor-area"}),
    "compliance:indicator_file": Answer(READERS, path={"indicator": lambda *_: "floor-area"}),
    "compliance:opening_list": Answer(DECIDERS),
    "compliance:opening_edit": Answer(DECIDERS),
    "compliance:opening_detail": Answer(DECIDERS, path=OPENING),
    "compliance:opening_preview": Answer(DECIDERS, path=OPENING),
    "compliance:opening_release": Answer(DECIDERS, path=OPENING),
    "compliance:opening_drop": Answer(DECIDERS, path=OPENING),
    "compliance:standard_detail": Answer(READERS, path=STANDARD),
    "compliance:standard_end": Answer(DECIDERS, path=STANDARD),
    "compliance:standarddraft_publish": Answer(DECIDERS, path=DRAFT),
    "compliance:standarddraft_whatif": Answer(those_who("v", "compliance.standarddraft"), path=DRAFT),
    "rectification:progress_add": Answer(those_who("a", "rectification.progress"), path=FINDING),
    "rectification:progress_file": Answer(those_who("v", "rectification.progress"), path=PROGRESS, status=404),
    "rectification:finding_notice": Answer(those_who("v", "rectification.finding"), path=FINDING),
    "rectification:finding_report": Answer(DECIDERS, path=FIGURE),
    "communities:job_detail": Answer(INSIDE_ALL, path={"pk": lambda world, report: world.job(report).pk}),
    "communities:job_retry": Answer(
        frozenset(), 404, path={"pk": lambda world, report: world.job(report).pk}, status=404
    ),
    "communities:submission_list": Answer(those_who("v", "communities.submission")),
    "communities:submission_detail": Answer(those_who("v", "communities.submission"), path=SUBMISSION),
    "communities:submission_board": Answer(those_who("v", "communities.streetbatch"), path=BOARD),
    "communities:submission_submit": Answer(SUBMITTERS, path=SUBMISSION),
    "communities:submission_withdraw": Answer(SUBMITTERS, path=SUBMISSION, status=LATE),
    "communities:submission_pass": Answer(PASSERS, path=SUBMISSION, status=LATE),
    "communities:submission_return": Answer(PASSERS, path=SUBMISSION, status=LATE),
    "communities:submission_send": Answer(SENDERS, path=BOARD),
    "communities:submission_approve": Answer(APPROVERS, path=BOARD, status=LATE),
    "communities:submission_sendback": Answer(APPROVERS, path=BOARD, status=LATE),
    "communities:submission_pass_many": Answer(PASSERS, path=BOARD, status=302),
    "communities:submission_period": Answer(APPROVERS),
    "communities:submission_remind": Answer(REMINDERS, path=BOARD),
    "communities:submission_notices": Answer(REMINDERS),
    "communities:submission_unlock": Answer(OPENERS, path=SUBMISSION, status=LATE),
    "communities:submission_relock": Answer(OPENERS, path=EXCEPTION),
    "communities:submission_levels": Answer(OPENERS),
    "official:table_list": Answer(those_who("v", "communities.community")),
    "official:table_ready": Answer(those_who("e", "staffing.worker"), path={"slug": lambda *_: "staff"}),
    "official:table_file": Answer(**NO_FILE),
    "official:table_upload": Answer(FILLERS),
    "official:table_mapping": Answer(FILLERS, **NO_FILE),
    "official:table_filled": Answer(FILLERS, **NO_FILE),
    "staffing_tables:table_summary": Answer(those_who("v", "staffing.spell")),
    "staffing_tables:table_summary_save": Answer(those_who("v", "staffing.spell"), status=405),
    "staffing_tables:table_pay": Answer(those_who("v", "staffing.pay")),
    "communities:todo": Answer(),
    "communities:todo_count": Answer(),
    "communities:alert_list": Answer(),
    "communities:welcome": Answer(),
    "communities:guide": Answer(),
    "communities:search": Answer(),
    "communities:log": Answer(),
    "communities:suggest": Answer(path={"what": lambda *_: "community"}),
    "communities:import_list": Answer(IMPORTERS),
    "communities:import_add": Answer(IMPORTERS),
    "communities:import_start": Answer(IMPORTERS, path={"sheet": lambda *_: "headcount"}),
    "communities:import_template": Answer(COUNTERS, path={"sheet": lambda *_: "headcount"}),
    "communities:import_detail": NO_UPLOAD,
    "communities:import_match": NO_UPLOAD,
    "communities:import_check": NO_UPLOAD,
    "communities:import_rows": NO_UPLOAD,
    "communities:import_apply": NO_UPLOAD,
    "communities:import_discard": NO_UPLOAD,
    "communities:import_undo": NO_UPLOAD,
    "communities:import_movements": NO_UPLOAD,
}


def answer_of(name, view):
    """The answer of an address; those of registers follow from the register, one rule for all (`OfRegister`)."""
    register = view.view_initkwargs.get("register") if hasattr(view, "view_initkwargs") else None
    return OfRegister(register) if register else ANSWERS.get(name)


def values_of(name, answer, world, report):
    """What the address needs, taken from the county the report is about."""
    return {key: value(world, report) for key, value in answer.path.items() if key in parameters(name)}
