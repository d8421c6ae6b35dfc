"""The 调研报告 of an area: words an office has written, with every figure taken from one stored report.

`parts` is what a paper is made of, whatever it is shown as; `content` puts it together; `web`, `word`, `book` and `pdf`
show it. The same report and the same version of the texts give the same paper, byte for byte.
"""
