"""Sheets in the browser: a file is sent, its headers matched, checked against the register, applied, perhaps undone."""
