from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.items import Published, published_rules
from disclosure.querysets import NoticeQuerySet

ON_SCREEN, IN_GROUP = 60, 300
"""Characters that are read in passing, and that a group message shows without unfolding."""
SENTENCE_ENDS = "。!?;\n"


def shortened(text, most):
    """The first whole sentences that fit; cut with an ellipsis where not even one does."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 1]
    end = max(head.rfind(mark) for mark in SENTENCE_ENDS)
    return head[: end + 1] if end > 0 else f"{head}…"


class Notice(Published):
    """A notice of a community in three lengths: the page, the screen in the hall, the message to a group. The page is
    the source; the shorter ones follow from it unless somebody has worded them."""

    screen = models.CharField(_("大屏短文"), max_length=ON_SCREEN, blank=True, help_text=_("不超过60字;留空则取标题"))
    message = models.CharField(
        _("群消息"), max_length=IN_GROUP, blank=True, help_text=_("不超过300字;留空则取标题和正文开头")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知公告")
        verbose_name_plural = _("通知公告")
        ordering = ["-pk"]
        constraints = published_rules("notice")

    @property
    def on_screen(self):
        return self.screen or shortened(self.title, ON_SCREEN)

    @property
    def in_group(self):
        return self.message or shortened(f"【{self.community}】{self.title}:{self.body}", IN_GROUP)
