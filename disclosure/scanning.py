"""What must not stand in a public list of people: whole identity numbers, phones, bank accounts, illnesses."""

import datetime
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.cn import uscc

NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{10,20}[\dXx]"
    r"|1[3-9]\d[ -]\d{4}[ -]\d{4}"
    r"|\d{6}[ -]\d{8}[ -]\d{3}[\dXx]"
    r"|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)(?![0-9A-Za-z])"
)
"""Long numbers, in one piece or in the groups people write: 138 1234 5678, 6222 0212 3456 7890."""
MOBILE = re.compile(r"(86)?1[3-9]\d{9}")
SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 16, 19
ILLNESS = re.compile(
    "癌|肿瘤|白血病|艾滋|HIV|梅毒|乙肝|肝炎|结核病|尿毒症|透析|糖尿病|心脏病|高血压|脑梗|中风|偏瘫|瘫痪"
    "|精神病|精神障碍|精神分裂|抑郁|智力残疾|癫痫|重病|患病|残疾等级",
    re.IGNORECASE,
)
WORDS = {
    "id": gettext_lazy("第%(line)s行有完整的身份证号“%(text)s”,公开前请删去或只留前后几位。"),
    "phone": gettext_lazy("第%(line)s行有手机号“%(text)s”,公开前请删去;监督电话请填在“监督电话”。"),
    "account": gettext_lazy("第%(line)s行像是银行账号“%(text)s”,公开前请删去。"),
    "illness": gettext_lazy("第%(line)s行写到病情或残疾情况(“%(text)s”),公开前请删去。"),
}


def _is_identity(number):
    """15 or 18 digits with a birth date in them."""
    born = number[6:14] if len(number) == 18 else f"19{number[6:12]}" if len(number) == 15 else ""
    try:
        return bool(born) and datetime.date.fromisoformat(born).year >= 1900
    except ValueError:
        return False


def _kind(number):
    if MOBILE.fullmatch(number):
        return "phone"
    if _is_identity(number):
        return "id"
    is_long = SHORTEST_ACCOUNT <= len(number) <= LONGEST_ACCOUNT
    return "account" if is_long and number.isdigit() and not uscc.is_valid(number) else ""


def _hidden(number):
    return f"{number[:3]}…{number[-2:]}"


def personal(text, *, has_people=True):
    """[sentence] for every line that says too much about somebody; an illness only where it is about people."""
    found = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), 1):
        for match in NUMBERS.finditer(line):
            digits = re.sub(r"[^\dXx]", "", match.group())
            if kind := _kind(digits):
                found.append(WORDS[kind] % {"line": number, "text": _hidden(digits)})
        illnesses = ILLNESS.finditer(line) if has_people else ()
        found += [WORDS["illness"] % {"line": number, "text": match.group()} for match in illnesses]
    return found


def refuse_personal(title, body, *, has_people=True):
    """Raise every line that says too much, at once. A title may name the matter (重病救助), not the people."""
    found = [*personal(title, has_people=False), *personal(body, has_people=has_people)]
    if found:
        told = [ValidationError(sentence, code="personal") for sentence in dict.fromkeys(found)]
        raise ValidationError([ValidationError(_("内容中有不应公开的个人信息:"), code="personal"), *told])
