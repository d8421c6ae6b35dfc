from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


OTHER_GENDER = _(
    "性别填的是“%(stated)s”,身份证号第17位表示“%(by_number)s”,请核对证件,改正其中一项;性别也可留空,由身份证号得出。"
)


class Education(models.TextChoices):
    PRIMARY = "primary", _("小学及以下")
    JUNIOR = "junior", _("初中")
    SENIOR = "senior", _("高中")
    VOCATIONAL = "vocational", _("中专(中职、技校)")
    COLLEGE = "college", _("大学专科")
    BACHELOR = "bachelor", _("大学本科")
    GRADUATE = "graduate", _("研究生")


class Politics(models.TextChoices):
    PARTY = "party", _("中共党员")
    PROBATIONARY = "probationary", _("中共预备党员")
    LEAGUE = "league", _("共青团员")
    DEMOCRATIC = "democratic", _("民主党派")
    MASSES = "masses", _("群众")


class Route(models.TextChoices):
    ELECTED = "elected", _("换届选举(含公推直选)")
    RECRUITED = "recruited", _("公开招聘")
    TARGETED = "targeted", _("定向招聘")
    VETERAN = "veteran", _("退役军人安置")
    DISPATCHED = "dispatched", _("单位选派(下派、挂职)")
    PROGRAMME = "programme", _("三支一扶等项目")
    WELFARE = "welfare", _("公益性岗位安置")
    FACTORY = "factory", _("企业移交")
    AGENCY = "agency", _("劳务派遣")
    LOCAL = "local", _("街道社区自聘")
    REHIRED = "rehired", _("退休返聘")
    OTHER = "other", _("其他")


class StaffKind(models.TextChoices):
    MEMBER = "member", _("两委成员(专职)")
    FULLTIME = "fulltime", _("社区专职工作人员")
    GRID = "grid", _("专职网格员")
    SENT = "sent", _("下派人员")
    PROGRAMME = "programme", _("项目人员")
    AUXILIARY = "auxiliary", _("协管员")
    WELFARE = "welfare", _("公益性岗位")
    AGENCY = "agency", _("劳务派遣")
    LOCAL = "local", _("街道社区自聘")
    PARTTIME = "parttime", _("兼职(不脱产)")
    REHIRED = "rehired", _("退休返聘")


class PartyPost(models.TextChoices):
    SECRETARY = "secretary", _("书记")
    DEPUTY_SECRETARY = "deputy_secretary", _("副书记")
    MEMBER = "member", _("委员")


class CommitteePost(models.TextChoices):
    DIRECTOR = "director", _("主任")
    DEPUTY_DIRECTOR = "deputy_director", _("副主任")
    MEMBER = "member", _("委员")


class OversightPost(models.TextChoices):
    CHAIR = "chair", _("主任")
    MEMBER = "member", _("委员")


class OtherPost(models.TextChoices):
    FIRST_SECRETARY = "first_secretary", _("第一书记")
    PART_TIME_MEMBER = "part_time_member", _("兼职委员")
    STATION_HEAD = "station_head", _("服务站站长")
    STATION_DEPUTY = "station_deputy", _("服务站副站长")
    ASSISTANT = "assistant", _("书记(主任)助理")
    GRID_LEADER = "grid_leader", _("网格长")
    WOMEN = "women", _("妇联主席")
    YOUTH = "youth", _("团支部书记")
    MILITIA = "militia", _("民兵连长")
    ACCOUNTANT = "accountant", _("报账员(文书)")
    GROUP_LEADER = "group_leader", _("小组长")


class Duty(models.TextChoices):
    ON_DUTY = "on_duty", _("在岗")
    SECONDED_STREET = "seconded_street", _("借调街道(乡镇)")
    SECONDED_COUNTY = "seconded_county", _("借调区县及以上")
    TASK_FORCE = "task_force", _("抽调专班")
    ATTACHED = "attached", _("外出挂职")
    VILLAGE_DUTY = "village_duty", _("驻村帮扶")
    MATERNITY = "maternity", _("产假(生育假)")
    SICK = "sick", _("长期病假")
    STUDY = "study", _("脱产学习")
    SUSPENDED = "suspended", _("停职")
    OFF_POST = "off_post", _("离岗退养")


NEEDS_APPROVAL = [
    Duty.SECONDED_STREET,
    Duty.SECONDED_COUNTY,
    Duty.TASK_FORCE,
    Duty.ATTACHED,
]
"""States nobody enters without a document: 004 «不得随意调换…须书面报请»."""


AWAY = [*NEEDS_APPROVAL, Duty.VILLAGE_DUTY]
"""借出: somebody works elsewhere and is to come back."""

ON_LEAVE = [Duty.MATERNITY, Duty.SICK, Duty.STUDY, Duty.SUSPENDED, Duty.OFF_POST]
"""长假和离岗退养: somebody does not work at present."""


class EndReason(models.TextChoices):
    RESIGNED = "resigned", _("辞职")
    EXAM = "exam", _("考录公务员或事业单位")
    NOT_REELECTED = "not_reelected", _("换届未当选")
    TERM_END = "term_end", _("任期届满")
    CONTRACT_END = "contract_end", _("合同期满未续签")
    DISMISSED = "dismissed", _("辞退(解聘)")
    REMOVED = "removed", _("免职(罢免)")
    RETIRED = "retired", _("退休")
    MOVED = "moved", _("调动")
    DIED = "died", _("去世")
    OTHER = "other", _("其他")


class LicenceGrade(models.TextChoices):
    """社会工作者职业水平 in ascending order."""

    ASSISTANT = "assistant", _("助理社会工作师")
    SOCIAL_WORKER = "social_worker", _("社会工作师")
    SENIOR = "senior", _("高级社会工作师")


class TrainingKind(models.TextChoices):
    INITIAL = "initial", _("初任")
    SERVING = "serving", _("在岗")
    TOPICAL = "topical", _("专题")
    CONTINUING = "continuing", _("继续教育")


class PostClass(models.TextChoices):
    CHIEF = "chief", _("正职")
    DEPUTY = "deputy", _("副职")
    COMMITTEE = "committee", _("专职委员")
    GENERAL = "general", _("一般工作人员")


class OrganizerLevel(models.TextChoices):
    NATIONAL = "national", _("国家级")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("区县级")
    STREET = "street", _("街道乡镇")


class VacancyState(models.TextChoices):
    """缺额申报 → 核准 → 招考 → 公示 → 聘用 of source 003, and how it may end otherwise."""

    ASKED = "asked", _("已申报,待核准")
    APPROVED = "approved", _("已核准")
    REFUSED = "refused", _("未核准")
    EXAM = "exam", _("招考中")
    PUBLICITY = "publicity", _("公示中")
    HIRED = "hired", _("已聘用")
    WITHDRAWN = "withdrawn", _("已撤回")


TRANSITIONS = {
    VacancyState.ASKED: [VacancyState.APPROVED, VacancyState.REFUSED, VacancyState.WITHDRAWN],
    VacancyState.APPROVED: [VacancyState.EXAM, VacancyState.WITHDRAWN],
    VacancyState.EXAM: [VacancyState.PUBLICITY, VacancyState.WITHDRAWN],
    VacancyState.PUBLICITY: [VacancyState.HIRED, VacancyState.EXAM, VacancyState.WITHDRAWN],
}
"""Which state may follow which. Objections upheld during 公示 lead back to 招考."""

BY_VACANCY = [Route.RECRUITED, Route.TARGETED, Route.AGENCY, Route.LOCAL, Route.REHIRED, Route.OTHER]
"""Ways in that need an approved vacancy; the others rest on an election, a placement or a programme."""
