"""Names nobody chose: common surnames and given names, put together by chance, with their reading."""

from functools import lru_cache

from records import pinyin

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭袁于董萧潘田蒋蔡余杜叶程苏魏吕丁任姚卢钟姜崔谭廖范"
    "汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
COMMON = "王李张刘陈杨黄周吴罗唐何谭"
"""These weigh more."""
FIRST = {
    "female": "晓小文玉秀雅春红丽建明志国家永佳梦思雨欣月桂素淑慧冬海",
    "male": "建国志明文永家小晓春海大世光宗正安新伟成德荣兴元立",
}
SECOND = {
    "female": "梅兰英芳霞燕玲琴娟敏静丽艳红云萍蓉洁颖琳莉婷雪瑶菊华珍",
    "male": "华平军强刚勇波涛林峰斌辉明亮杰鹏飞超毅俊松柏洋泽宇川江",
}
SINGLE = {"female": "敏静丽芳燕玲艳娟霞婷洁颖琳莉雪", "male": "伟强勇军刚波涛峰斌辉亮杰鹏飞超"}
SINGLE_SHARE = 0.22


def invent(chance, gender):
    """(name, reading, initials)"""
    surname = chance.choice(COMMON if chance.happens(0.45) else SURNAMES)
    if chance.happens(SINGLE_SHARE):
        given = chance.choice(SINGLE[gender])
    else:
        given = chance.choice(FIRST[gender]) + chance.choice(SECOND[gender])
    (sound, letter), (sounds, letters) = _reading(surname), _reading(given)
    return surname + given, sound + sounds, letter + letters


@lru_cache(maxsize=10_000)
def _reading(text):
    return pinyin.reading(text), pinyin.initials(text)
