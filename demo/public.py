"""What communities of one county publish: a catalogue, the last quarter's items of nearly all, a notice of each."""

import datetime
from itertools import takewhile

from demo import AS_OF, SOURCE
from demo.chance import Chance
from disclosure.choices import Rhythm, State, Theme
from disclosure.deadlines import Calendar, due_on
from disclosure.models import CatalogueEntry, Disclosure, Notice

CATALOGUE = (
    (Theme.PARTY, "党组织建设", "党员发展和党费收缴", Rhythm.QUARTER, 20),
    (Theme.GOVERNMENT, "社会救助", "低保、特困和临时救助对象", Rhythm.QUARTER, 20),
    (Theme.AFFAIRS, "居民议事", "居民会议决定事项及落实情况", Rhythm.EVENT, 5),
    (Theme.FINANCE, "财务收支", "社区工作经费收支明细", Rhythm.QUARTER, 20),
    (Theme.FINANCE, "集体资产", "集体资产和公共收益年度情况", Rhythm.YEAR, 30),
)
BASIS = "城市居民委员会组织法、村民委员会组织法"
QUARTER = datetime.date(2026, 7, 1)
PUBLISHED = datetime.datetime(2026, 10, 9, 1, tzinfo=datetime.UTC)
WRITTEN = 0.93
BODIES = {
    "党员发展和党费收缴": "本季度新发展党员{a}名,收缴党费{b}元,已全部上缴。",
    "低保、特困和临时救助对象": "本季度享受低保{a}户,特困供养{c}户,临时救助{d}户。名单张贴在社区公开栏,不含身份证号。",
    "社区工作经费收支明细": "收入{b}元;支出办公费{d}00元,活动费{a}00元,维修费{c}00元。明细可到社区查阅。",
}  # fmt: skip
NOTICES = ("社区食堂开放时间调整", "国庆期间便民服务安排", "免费健康体检报名", "电梯检修停运")


def load_public(places):
    """Of the first county only; how many items."""
    county = places[0].county
    entries = [
        CatalogueEntry(
            area=county, number=number, theme=theme, subject=subject, title=title, rhythm=rhythm, days=days,
            basis=BASIS, publisher="居(村)民委员会", channels="公开栏、本网站", audience="居民", source=SOURCE,
        )
        for number, (theme, subject, title, rhythm, days) in enumerate(CATALOGUE, 1)
    ]  # fmt: skip
    regular = [entry for entry in CatalogueEntry.objects.bulk_create(entries) if entry.title in BODIES]
    due = due_on(regular[0], period_start=QUARTER, calendar=Calendar.of(county))
    items, notices = [], []
    for place in takewhile(lambda place: place.county == county, places):
        chance = Chance("public", place.code)
        at = PUBLISHED + datetime.timedelta(days=chance.randrange(12), hours=chance.randrange(8))
        written = [entry for entry in regular if chance.happens(WRITTEN)]
        items += [_item(place, entry, chance, at) for entry in written]
        notices.append(_notice(place, chance.choice(NOTICES), at))
    for number, item in enumerate(items, 1):
        item.number, item.due_on = f"{item.entry.area}-2026-{number:04}", due
    Notice.objects.bulk_create(notices, batch_size=1000)
    return len(Disclosure.objects.bulk_create(items, batch_size=1000))


def _notice(place, title, at):
    body = f"{title},具体时间以社区张贴为准。\n如有疑问,请打社区电话或到便民服务大厅询问。"
    about = {"title": title, "body": body, "state": State.PUBLISHED, "published_at": at}
    return Notice(community_id=place.pk, source=SOURCE, **about)


def _item(place, entry, chance, at):
    amounts = {"a": chance.randrange(1, 9), "b": chance.randrange(20, 90) * 1000, "c": chance.randrange(1, 6)}
    return Disclosure(
        community_id=place.pk,
        entry=entry,
        title=f"2026年第三季度{entry.title}",
        body=BODIES[entry.title].format(**amounts, d=chance.randrange(2, 20)),
        phone="12345",
        period_start=QUARTER,
        state=State.PUBLISHED,
        oversight_by="演示审核人",
        oversight_on=at.date(),
        published_at=at,
        until=AS_OF + datetime.timedelta(days=90),
        source=SOURCE,
    )
