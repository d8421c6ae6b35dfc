from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Who manages an estate."""

    COMPANY = "company", _("专业物业服务")
    SELF = "self", _("业主自行管理")
    COMMUNITY = "community", _("社区托管")
    UNIT = "unit", _("单位自管")
    NONE = "none", _("无物业管理")


MANAGED = [Mode.COMPANY, Mode.SELF, Mode.COMMUNITY, Mode.UNIT]


class CommitteeKind(models.TextChoices):
    OWNERS = "owners", _("业主委员会")
    SELF = "self", _("自主管理委员会")
    PROPERTY = "property", _("物业管理委员会")


class MemberRole(models.TextChoices):
    DIRECTOR = "director", _("主任")
    DEPUTY = "deputy", _("副主任")
    MEMBER = "member", _("委员")
    SUBSTITUTE = "substitute", _("候补委员")


class RenewalPart(models.TextChoices):
    """The three classes of 国办发〔2020〕23号."""

    BASIC = "basic", _("基础类")
    IMPROVED = "improved", _("完善类")
    RAISED = "raised", _("提升类")


class RenewalState(models.TextChoices):
    PLANNED = "planned", _("已列入计划")
    RUNNING = "running", _("改造中")
    DONE = "done", _("已完工")
    CANCELLED = "cancelled", _("已取消")


class DisputeKind(models.TextChoices):
    FEE = "fee", _("物业费")
    SERVICE = "service", _("服务质量")
    COMMON = "common", _("公共收益")
    REPAIR = "repair", _("维修和维修资金")
    PARKING = "parking", _("停车")
    COMMITTEE = "committee", _("业委会组建和履职")
    HANDOVER = "handover", _("物业交接")
    OTHER = "other", _("其他")


class DisputeState(models.TextChoices):
    OPEN = "open", _("调处中")
    MEDIATED = "mediated", _("调解成功")
    FAILED = "failed", _("调解不成")
    SUED = "sued", _("诉讼")
