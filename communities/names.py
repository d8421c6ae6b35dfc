"""How a community is called: by residents, not by the registry of legal bodies."""

import re

BODY = re.compile(r"(居民委员会|居委会|村民委员会|村委会)$")
ENDINGS = ("社区", "村", "嘎查")


def short_name(name, kind):
    """新建路居委会 → 新建路社区, 双石铺村村委会 → 双石铺村"""
    base = BODY.sub("", name) or name
    if base == name and not BODY.search(name):
        return name
    return base if base.endswith(ENDINGS) else base + ("村" if kind == "villagers" else "社区")
