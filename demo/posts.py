"""Who sits where in a community: the posts of its people, before the people themselves are invented.

重庆市人大 2023-05-30: 98 % of the communities have one head for party and committee, 58 % of the members of the two
committees sit in both.
"""

from dataclasses import dataclass

from staffing.choices import CommitteePost, Duty, PartyPost, StaffKind

ONE_HEAD = 0.98
SITS_IN_BOTH = 0.49
"""Of those below the head; with the heads that makes 58 %."""

AWAY = {
    Duty.SECONDED_STREET: 0.014,
    Duty.SECONDED_COUNTY: 0.003,
    Duty.TASK_FORCE: 0.003,
    Duty.ATTACHED: 0.001,
    Duty.VILLAGE_DUTY: 0.001,
    Duty.MATERNITY: 0.005,
    Duty.SICK: 0.002,
    Duty.STUDY: 0.001,
    Duty.OFF_POST: 0.003,
    Duty.ON_DUTY: 1,
}
HEAD_AWAY = {Duty.SICK: 0.001, Duty.STUDY: 0.001, Duty.ON_DUTY: 1}
HELPERS = {
    StaffKind.AUXILIARY: 0.4,
    StaffKind.WELFARE: 0.25,
    StaffKind.LOCAL: 0.2,
    StaffKind.AGENCY: 0.1,
    StaffKind.PROGRAMME: 0.05,
}
DEPUTIES = {True: {1: 0.5, 2: 0.5}, False: {1: 0.8, 2: 0.2}}
MEMBERS = {True: {2: 0.35, 3: 0.45, 4: 0.2}, False: {2: 0.5, 3: 0.5}}
GRID_STAFF = {True: {1: 0.6, 2: 0.4}, False: {1: 0.95, 2: 0.05}}
HELPERS_AT_MOST = {True: {0: 0.28, 1: 0.32, 2: 0.4}, False: {0: 0.55, 1: 0.35, 2: 0.1}}


@dataclass(slots=True)
class Post:
    """One seat: what its holder is there for."""

    staff_kind: str
    party_post: str = ""
    committee_post: str = ""
    is_head: bool = False
    duty: str = Duty.ON_DUTY

    @property
    def is_council(self):
        return bool(self.party_post or self.committee_post)


def seats(place, chance):
    """The posts of all staff of a community, the head first."""
    wanted = [*_heads(chance), *_deputies(place, chance), *_members(place, chance)]
    grid = [Post(StaffKind.GRID) for _seat in range(chance.one_of(GRID_STAFF[place.is_urban]))]
    left = place.staff - min(len(wanted), place.staff - 1) - len(grid)
    helping = min(chance.one_of(HELPERS_AT_MOST[place.is_urban]), left)
    helpers = [Post(chance.one_of(HELPERS)) for _seat in range(helping)]
    council = wanted[: place.staff - len(grid) - len(helpers)]
    fulltime = place.staff - len(council) - len(grid) - len(helpers)
    posts = [*council, *(Post(StaffKind.FULLTIME) for _seat in range(fulltime)), *grid, *helpers]
    for post in posts:
        post.duty = chance.one_of(HEAD_AWAY if post.is_head else AWAY)
    return posts


def _heads(chance):
    if chance.happens(ONE_HEAD):
        return [Post(StaffKind.MEMBER, PartyPost.SECRETARY, CommitteePost.DIRECTOR, is_head=True)]
    return [
        Post(StaffKind.MEMBER, PartyPost.SECRETARY, is_head=True),
        Post(StaffKind.MEMBER, "", CommitteePost.DIRECTOR, is_head=True),
    ]


def _deputies(place, chance):
    for _seat in range(chance.one_of(DEPUTIES[place.is_urban])):
        if chance.happens(SITS_IN_BOTH):
            yield Post(StaffKind.MEMBER, PartyPost.DEPUTY_SECRETARY, CommitteePost.MEMBER)
        elif chance.happens(0.5):
            yield Post(StaffKind.MEMBER, PartyPost.DEPUTY_SECRETARY)
        else:
            yield Post(StaffKind.MEMBER, "", CommitteePost.DEPUTY_DIRECTOR)


def _members(place, chance):
    for _seat in range(chance.one_of(MEMBERS[place.is_urban])):
        if chance.happens(SITS_IN_BOTH):
            yield Post(StaffKind.MEMBER, PartyPost.MEMBER, CommitteePost.MEMBER)
        elif chance.happens(0.3):
            yield Post(StaffKind.MEMBER, PartyPost.MEMBER)
        else:
            yield Post(StaffKind.MEMBER, "", CommitteePost.MEMBER)
