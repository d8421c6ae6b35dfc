"""Columns of the worker sheet that office forms fill in their own way: 岗位 in one cell, the certificate beside it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.aliases import fold
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Choice
from sheets.errors import CellError
from staffing.choices import CommitteePost, PartyPost, StaffKind

BOTH = (PartyPost.SECRETARY, CommitteePost.DIRECTOR, StaffKind.MEMBER)
SHORTHAND = {
    "书记主任一肩挑": BOTH,
    "书记(主任)": BOTH,
    "书记、主任": BOTH,
    "书记兼主任": BOTH,
    "书记主任": BOTH,
    "书记": (PartyPost.SECRETARY, None, StaffKind.MEMBER),
    "副书记": (PartyPost.DEPUTY_SECRETARY, None, StaffKind.MEMBER),
    "主任": (None, CommitteePost.DIRECTOR, StaffKind.MEMBER),
    "副主任": (None, CommitteePost.DEPUTY_DIRECTOR, StaffKind.MEMBER),
    "委员": (None, CommitteePost.MEMBER, StaffKind.MEMBER),
    "专职工作者": (None, None, StaffKind.FULLTIME),
    "社区工作者": (None, None, StaffKind.FULLTIME),
    "社区专职工作者": (None, None, StaffKind.FULLTIME),
    "专职工作人员": (None, None, StaffKind.FULLTIME),
    "协管员": (None, None, StaffKind.AUXILIARY),
    "网格员": (None, None, StaffKind.GRID),
    "专职网格员": (None, None, StaffKind.GRID),
}
SPELLED = {fold(words): meaning for words, meaning in SHORTHAND.items()}
FIRST = {meaning: words for words, meaning in reversed(SHORTHAND.items())}
"""The spelling that is offered, of several that are understood."""
FILLED = ("party_post", "committee_post", "staff_kind")


class PostShorthand(Choice):
    """岗位: one word for party post, committee post and kind of staff; what the other columns say goes first."""

    stored = False

    def __init__(self):
        super().__init__(
            name="post", part="spell", header=gettext_lazy("岗位"), aliases=("职务", "现任职务"), export=False
        )
        self.note = gettext_lazy("可代替党组织职务、居(村)委会职务和人员类别三列")

    def bind(self, sheet, position):
        super(Choice, self).bind(sheet, position)
        self.labels = {words: words for words in reversed(FIRST.values())}

    def parse(self, cell, factor):
        written = key_text(cell)
        if fold(written) not in SPELLED:
            listed = "、".join(self.labels)
            text = _("岗位“%(value)s”无法识别,可填:%(listed)s;其他情况请分别填写各职务列。")
            raise CellError("invalid_choice", text % {"value": written[:40], "listed": listed})
        return SPELLED[fold(written)]

    def staged(self):
        return [(f"post__{name}", "text") for name in FILLED]

    def stage(self, value):
        return list(value)

    def resolve(self, batch):
        if not batch.has(self.name):
            return
        differ = " OR ".join(f"{name} <> post__{name}" for name in FILLED[:2])
        batch.find_all(
            f"SELECT sheet_row FROM {ROWS} WHERE {differ}",
            self,
            "mismatch",
            _("岗位与党组织职务或居(村)委会职务列不一致,请只保留一种填法。"),
        )
        filled = ", ".join(f"{name} = coalesce({name}, post__{name})" for name in FILLED)
        batch.execute(f"UPDATE {ROWS} SET {filled} WHERE post__staff_kind IS NOT NULL")
