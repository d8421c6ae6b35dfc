from django.db import models
from django.utils.translation import gettext_lazy as _


class FacilityKind(models.TextChoices):
    SERVICE_CENTER = "service_center", _("党群服务中心(社区综合服务设施)")
    HALL = "hall", _("便民服务大厅(一站式)")
    MEETING = "meeting", _("议事厅(居民说事厅)")
    LIBRARY = "library", _("图书阅览室")
    ACTIVITY = "activity", _("文体活动室")
    DAYCARE = "daycare", _("日间照料室")
    POLICE = "police", _("警务室")
    SCHOOL = "school", _("居民学校")
    DONATION = "donation", _("慈善捐赠点")
    CULTURE = "culture", _("综合性文化服务中心")
    CHILDREN = "children", _("儿童之家")
    MINORS = "minors", _("未成年人保护工作站(点)")
    SOCIALWORK = "socialwork", _("社会工作室")
    LEARNING = "learning", _("学习中心")
    CONVENIENCE = "convenience", _("便民服务站(点)")
    VETERANS = "veterans", _("退役军人服务站")
    CIVILIZATION = "civilization", _("新时代文明实践站")
    SENIOR_ROOM = "senior_room", _("老年活动室")
    COUNSELLING = "counselling", _("心理咨询室")
    MEDIATION = "mediation", _("人民调解室")
    DEPUTIES = "deputies", _("代表委员联络站")
    FARM_LIBRARY = "farm_library", _("农家书屋")
    HALL_VILLAGE = "hall_village", _("文化礼堂(红白理事场所)")
    ELDERLY = "elderly", _("居家养老服务中心(站)")
    CANTEEN = "canteen", _("老年食堂(助餐点)")
    MUTUAL_CARE = "mutual_care", _("互助养老点(幸福院)")
    HEALTH = "health", _("卫生服务站")
    VILLAGE_CLINIC = "village_clinic", _("村卫生室")
    CHILDCARE = "childcare", _("托育点")
    REHAB = "rehab", _("残疾人康复(托养)站")
    FIRE = "fire", _("微型消防站")
    SHELTER = "shelter", _("应急避难场所")
    MARKET = "market", _("便民商业网点")
    PLAZA = "plaza", _("文化广场")
    OUTDOOR = "outdoor", _("室外活动场地")
    OTHER = "other", _("其他")


K = FacilityKind
NOT_COUNTED = [
    K.ELDERLY, K.CANTEEN, K.MUTUAL_CARE, K.HEALTH, K.VILLAGE_CLINIC, K.CHILDCARE, K.REHAB,
    K.FIRE, K.SHELTER, K.MARKET, K.PLAZA, K.OUTDOOR, K.OTHER,
]  # fmt: skip
"""Kinds whose floor area is not part of the 综合服务设施 unless the row says so."""
COUNTED = [kind for kind in FacilityKind if kind not in NOT_COUNTED]
EIGHT_ROOMS = [
    K.HALL,
    K.MEETING,
    K.LIBRARY,
    K.ACTIVITY,
    K.DAYCARE,
    K.POLICE,
    K.SCHOOL,
    K.DONATION,
]
"""四室两厅一校一点 of source 004."""
FOR_THE_ELDERLY = [K.ELDERLY, K.DAYCARE, K.CANTEEN, K.SENIOR_ROOM, K.MUTUAL_CARE]


class Tenure(models.TextChoices):
    STATE = "state", _("国有")
    COLLECTIVE = "collective", _("集体")
    HANDED_OVER = "handed_over", _("开发配建已移交")
    PENDING = "pending", _("开发配建未移交")
    PURCHASED = "purchased", _("购置")
    LEASED = "leased", _("租赁")
    BORROWED = "borrowed", _("借用")
    SHARED = "shared", _("共建共用")


class FacilityStatus(models.TextChoices):
    PLANNED = "planned", _("规划待建")
    BUILDING = "building", _("在建")
    IN_USE = "in_use", _("在用")
    TEMPORARY = "temporary", _("临时过渡")
    IDLE = "idle", _("闲置")
    DEMOLISHED = "demolished", _("拆除")


class ProjectKind(models.TextChoices):
    NEW = "new", _("新建")
    REBUILD = "rebuild", _("改扩建")
    REFIT = "refit", _("改造")


class AssetKind(models.TextChoices):
    PLANT = "plant", _("厂房")
    OFFICE = "office", _("办公楼")
    LAND = "land", _("空地")
    OTHER = "other", _("其他")


class Theme(models.TextChoices):
    ASSISTANCE = "assistance", _("社会救助")
    ELDERLY = "elderly", _("养老服务")
    HEALTH = "health", _("卫生健康")
    EMPLOYMENT = "employment", _("劳动就业")
    INSURANCE = "insurance", _("社会保险")
    HOUSING = "housing", _("住房保障")
    CHILDREN = "children", _("儿童福利")
    DISABILITY = "disability", _("残疾人服务")
    VETERANS = "veterans", _("退役军人")
    HOUSEHOLD = "household", _("户籍与证明")
    PARTY = "party", _("党群服务")
    LEGAL = "legal", _("法律服务")
    CULTURE = "culture", _("文化体育")
    PROPERTY = "property", _("物业服务")
    OTHER = "other", _("其他")
