"""Invented people, premises and figures over real divisions, so that the portal can be seen at work."""

import datetime

SOURCE = "演示数据"
"""What every row of the demonstration says of where it comes from."""

AS_OF = datetime.date(2026, 9, 30)
"""The day the demonstration's report stands for."""
