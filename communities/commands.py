"""Arguments of commands that name a place."""

import argparse
import re

from communities.places import unpad

CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")


def area(text):
    """The code of an area or community given on the command line, padded or not: the `type` of an argument."""
    code = unpad(text.strip())
    if not CODE.fullmatch(code):
        raise argparse.ArgumentTypeError(f"“{text}”不是区划编码,应为2、4、6、9或12位数字,如 500103。")
    return code
