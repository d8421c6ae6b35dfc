"""What each role may do with each kind of record: one table. Where it may do so is said by postings.

Actions: v view · a add · c change · i import · e export · p publish · d decide · x delete (a row entered by
mistake, with a reason) · o disclose (one masked number at a time, with a reason). An account of 社区经办人 changes
its community's registers; reviewers look, and approve what others entered; the three administrators see no
business data.
"""

from functools import cache, reduce
from operator import or_

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from communities.choices import Role
from communities.models import Posting

ACTIONS = {
    "v": "view",
    "a": "add",
    "c": "change",
    "i": "import",
    "e": "export",
    "p": "publish",
    "d": "decide",
    "x": "delete",
    "o": "disclose",
}
LABELS = {
    "view": "查看",
    "add": "新增",
    "change": "修改",
    "import": "导入",
    "export": "导出",
    "publish": "发布",
    "delete": "删除",
    "decide": "核准",
    "disclose": "查看完整号码",
}

PLACES = ("communities.area", "communities.community", "communities.communitycode")
COUNTS = ("communities.headcount", "communities.workfund", "communities.nil")
PEOPLE = ("staffing.worker", "staffing.spell", "staffing.licence", "staffing.training", "staffing.pay")
PREMISES = (
    "facilities.facility", "facilities.buildproject", "facilities.idleasset", "facilities.publicservice",
)  # fmt: skip
GRIDS = ("grids.grid", "grids.building", "grids.covering", "grids.gridevent", "grids.eventcount")
GRID_PEOPLE = ("grids.gridduty", "grids.visit")
ESTATES = (
    "property_mgmt.compound", "property_mgmt.feeyear", "property_mgmt.renewal", "property_mgmt.dispute",
)  # fmt: skip
COMMITTEES = ("property_mgmt.committee", "property_mgmt.committeemember")
COMPANIES = ("property_mgmt.propertycompany",)
SET_ABOVE = ("staffing.approvedposts", "staffing.payscale", "communities.communitychange", "communities.areafigure")
RESULTS = (
    "compliance.report", "compliance.row", "compliance.result", "compliance.standard", "compliance.publication",
    "compliance.papertext",
)  # fmt: skip
DRAFTS = ("compliance.standarddraft",)
POSTS = ("staffing.spell", "staffing.approvedposts")
STEPS = (
    "communities.submission", "communities.reportingperiod", "communities.reminder", "communities.lockexception",
)  # fmt: skip
BOARD = ("communities.streetbatch",)
NUMBERS = ("staffing.worker",)
ACTS = ("staffing.vacancy", "facilities.temporaryshortfall")
SERVICE = ("volunteers.team", "volunteers.activity", "volunteers.need")
VOLUNTEERS = ("volunteers.volunteer", "volunteers.participation")
FINDINGS = ("rectification.finding", "rectification.progress")
TOLD = ("rectification.progress",)
VERIFIED = ("volunteers.participation",)
TEXTS = ("disclosure.disclosure", "disclosure.notice")
OBJECTIONS = ("disclosure.objection",)
CATALOGUE = ("disclosure.catalogueentry", "disclosure.calendarday")


def _rights(*groups):
    """[(models, letters), …] → {model: letters}; a later group adds to an earlier one."""
    table = {}
    for models, letters in groups:
        for model in models:
            table[model] = "".join(sorted({*table.get(model, ""), *letters}))
    return table


TABLE = {
    Role.COMMUNITY_CLERK: _rights(
        (PLACES + SET_ABOVE + RESULTS, "v"),
        (("communities.community",), "ce"),
        (COUNTS + PEOPLE + PREMISES + SERVICE + VOLUNTEERS, "vaciex"),
        (VERIFIED, "d"),
        (GRIDS + GRID_PEOPLE, "vaciex"),
        (ESTATES + COMMITTEES, "vaciex"),
        (COMPANIES, "ve"),
        (TEXTS, "vacdx"),
        (OBJECTIONS, "vcd"),
        (CATALOGUE, "v"),
        (ACTS, "vace"),
        (STEPS, "v"),
        (("communities.submission",), "c"),
        (NUMBERS, "o"),
        (FINDINGS, "v"),
        (("rectification.finding",), "e"),
        (TOLD, "a"),
        (("jobs.job",), "v"),
    ),
    Role.STREET_CLERK: _rights(
        (PLACES + SET_ABOVE + RESULTS, "v"),
        (("communities.community",), "cie"),
        (("communities.communitychange",), "aie"),
        (COUNTS + PEOPLE + PREMISES + SERVICE + VOLUNTEERS, "vaciex"),
        (VERIFIED, "d"),
        (GRIDS + GRID_PEOPLE, "vaciex"),
        (ESTATES + COMMITTEES, "vaciex"),
        (COMPANIES, "ve"),
        (TEXTS, "vacdx"),
        (OBJECTIONS, "vcd"),
        (CATALOGUE, "v"),
        (ACTS, "vace"),
        (STEPS + BOARD, "v"),
        (("communities.submission",), "c"),
        (("communities.reminder",), "a"),
        (NUMBERS, "o"),
        (FINDINGS, "v"),
        (("rectification.finding",), "e"),
        (TOLD, "a"),
        (("jobs.job",), "v"),
    ),
    Role.STREET_REVIEWER: _rights(
        (STEPS + BOARD, "v"),
        (("communities.submission",), "d"),
        (("communities.streetbatch",), "c"),
        (("communities.reminder",), "a"),
        (PLACES + COUNTS + PEOPLE + PREMISES + SET_ABOVE + SERVICE + VOLUNTEERS, "ve"),
        (VERIFIED, "d"),
        (GRIDS + GRID_PEOPLE, "ve"),
        (ESTATES + COMMITTEES + COMPANIES, "ve"),
        (TEXTS + OBJECTIONS, "vd"),
        (CATALOGUE, "v"),
        (ACTS, "ve"),
        (RESULTS, "v"),
        (("compliance.report",), "e"),
        (("compliance.papertext",), "a"),
        (NUMBERS, "o"),
        (FINDINGS, "v"),
        (("rectification.finding",), "e"),
        (TOLD, "a"),
        (("jobs.job",), "v"),
    ),
    Role.COUNTY_REVIEWER: _rights(
        (STEPS + BOARD, "v"),
        (("communities.streetbatch",), "d"),
        (("communities.reminder",), "a"),
        (("communities.lockexception", "communities.reviewsetting"), "vac"),
        (PLACES + COUNTS + PEOPLE + PREMISES + SERVICE + VOLUNTEERS, "ve"),
        (GRIDS + GRID_PEOPLE, "ve"),
        (ESTATES, "ve"),
        (COMMITTEES + COMPANIES, "vaciex"),
        (TEXTS + OBJECTIONS, "v"),
        (CATALOGUE, "vacx"),
        (("communities.area", "communities.community"), "aci"),
        (SET_ABOVE, "vaciex"),
        (ACTS, "ve"),
        (("staffing.vacancy",), "d"),
        (("communities.distribution",), "va"),
        (RESULTS, "v"),
        (("compliance.report",), "aep"),
        (("compliance.papertext",), "a"),
        (("compliance.standard",), "e"),
        (DRAFTS, "vacixep"),
        (("compliance.opening",), "vacp"),
        (NUMBERS, "o"),
        (FINDINGS, "v"),
        (("rectification.finding",), "aciexd"),
        (TOLD, "a"),
        (("jobs.job",), "v"),
    ),
    Role.CITY_OFFICER: _rights(
        (STEPS + BOARD, "v"),
        (PLACES + COUNTS + PREMISES + POSTS + SERVICE, "ve"),
        (GRIDS, "ve"),
        (ESTATES + COMMITTEES + COMPANIES, "ve"),
        (TEXTS + OBJECTIONS, "v"),
        (CATALOGUE, "vacx"),
        (SET_ABOVE + RESULTS, "v"),
        (("communities.area", "communities.areafigure"), "acie"),
        (("compliance.report",), "aep"),
        (("compliance.papertext",), "a"),
        (("compliance.standard",), "e"),
        (DRAFTS, "vacixep"),
        (("compliance.opening",), "vacp"),
        (FINDINGS, "v"),
        (("rectification.finding",), "aciexd"),
        (TOLD, "a"),
        (("jobs.job",), "v"),
    ),
    Role.LEADER: _rights(
        (PLACES + COUNTS + PREMISES + POSTS + SERVICE + GRIDS + SET_ABOVE + RESULTS + STEPS + BOARD, "v"),
        (ESTATES + COMMITTEES + COMPANIES + TEXTS + OBJECTIONS + CATALOGUE + FINDINGS, "v"),
    ),
    Role.DEPARTMENT: _rights(
        (PLACES + PREMISES + SERVICE + GRIDS + RESULTS + ESTATES + COMMITTEES + COMPANIES, "v"),
        (TEXTS + OBJECTIONS + CATALOGUE, "v"),
    ),
    Role.SYSTEM_ADMIN: _rights((("accounts.user",), "vac"), (("jobs.job",), "v")),
    Role.SECURITY_ADMIN: _rights((("accounts.user",), "v"), (("communities.posting",), "vac"), (("auth.group",), "v")),
    Role.AUDIT_ADMIN: _rights(
        (("accounts.user", "communities.posting", "records.event", "records.change", "jobs.job"), "v")
    ),
}


def codename(model, letter):
    """`staffing.worker`, `i` → `staffing.import_worker`, as `user.has_perm` wants it."""
    label, name = model.split(".")
    return f"{label}.{ACTIONS[letter]}_{name}"


@cache
def rights_of(role):
    """The permissions of a role: {"staffing.view_worker", …}"""
    return frozenset(codename(model, letter) for model, letters in TABLE.get(role, {}).items() for letter in letters)


@transaction.atomic
def sync_roles():
    """Make the groups and their permissions what the table says, and every account's groups what its postings say."""
    permissions = _permissions()
    Group.objects.bulk_create([Group(name=role.value) for role in TABLE], ignore_conflicts=True)
    groups = Group.objects.in_bulk([role.value for role in TABLE], field_name="name")
    given = Group.permissions.through.objects
    there = set(given.filter(group__in=groups.values()).values_list("group_id", "permission_id"))
    wanted = {
        (groups[role].pk, permissions[model, letter].pk)
        for role, table in TABLE.items()
        for model, letters in table.items()
        for letter in letters
    }
    given.bulk_create(given.model(group_id=group, permission_id=one) for group, one in sorted(wanted - there))
    if extra := there - wanted:
        given.filter(reduce(or_, (Q(group_id=group, permission_id=one) for group, one in extra))).delete()
    for user in User.objects.filter(postings__isnull=False).distinct():
        refresh_groups(user)


def _permissions():
    """{(model, letter): Permission} for every entry of the table, made where Django does not make them itself."""
    wanted = {(model, letter) for table in TABLE.values() for model, letters in table.items() for letter in letters}
    models = {model: apps.get_model(model) for model, _letter in wanted}
    types = ContentType.objects.get_for_models(*models.values())
    keys = {
        (model, letter): (types[models[model]].pk, codename(model, letter).split(".")[1]) for model, letter in wanted
    }
    known = {(one.content_type_id, one.codename): one for one in Permission.objects.all()}
    new = [
        Permission(
            content_type_id=keys[model, letter][0],
            codename=keys[model, letter][1],
            name=f"{LABELS[ACTIONS[letter]]}{models[model]._meta.verbose_name}",
        )
        for model, letter in sorted(wanted)
        if keys[model, letter] not in known
    ]
    for one in Permission.objects.bulk_create(new):
        known[one.content_type_id, one.codename] = one
    return {entry: known[key] for entry, key in keys.items()}


def refresh_groups(user):
    """The account's roles are those of its postings of today."""
    open_now = Posting.objects.filter(user=user).open(on=timezone.localdate())
    roles = set(open_now.values_list("role", flat=True))
    user.groups.remove(*Group.objects.filter(name__in=set(Role.values) - roles))
    user.groups.add(*Group.objects.filter(name__in=roles))
