"""Personal data as it is shown by default: enough to recognise, too little to misuse."""

import re


def mask_id(number):
    """`421002198703040021` → `4210************21`"""
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}" if len(number) > 6 else "*" * len(number)


def mask_phone(number):
    """`13812345678` → `138****5678`; a landline keeps its last four digits."""
    if re.fullmatch(r"\d{11}", number):
        return f"{number[:3]}****{number[-4:]}"
    return f"{'*' * (len(number) - 4)}{number[-4:]}" if len(number) > 4 else "*" * len(number)


def is_masked(text):
    return "*" in text
