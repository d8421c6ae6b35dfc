"""A sheet's preview tells every row that touches a locked period, not only the first one the database would refuse."""

from django.db import connection
from django.utils.translation import gettext as _

from communities.submissions import locked
from sheets.rules import further_rule

ROWS = """
    WITH changed AS MATERIALIZED (SELECT * FROM {after} WHERE sheet_changed AND sheet_row <> ALL ({reversed})),
         stored AS (SELECT m.* FROM {table} m JOIN changed USING (id)),
         touched AS ({touched})
    SELECT c.sheet_row, min(p.started_on), min(p.ended_on - 1) FROM touched t
    JOIN changed c USING (id)
    JOIN communities_submission s ON s.community_id = t.community_id AND s."group" = t.grp AND s.state = 'approved'
    JOIN communities_reportingperiod p ON p.id = s.period_id AND t.days && daterange(p.started_on, p.ended_on)
    WHERE NOT EXISTS (
        SELECT FROM communities_lockexception e
        WHERE e.submission_id = s.id AND e.started_on <= communities_today() AND e.ended_on > communities_today())
    GROUP BY 1 ORDER BY 1"""


@further_rule
def check_locks(batch, part):
    """Rows that would change what the register says about days that are approved."""
    rule = locked.of(part.model)
    if rule is None or not part.columns:
        return
    quote = connection.ops.quote_name
    touched = rule.touched(part.model, quote, old="stored", new="changed")
    # A row that ends before it begins has no days; it is told already.
    backwards = f"ARRAY{[finding.row for finding in batch.findings if finding.code == 'order']}::int[]"
    query = ROWS.format(after=part.after, table=quote(part.table), touched=touched, reversed=backwards)
    column = (part.dates or [one for one in part.columns if one.key] or part.columns)[-1]
    batch.find_all(
        query, column, "constraint", _("%s至%s的数据已审核锁定,不能改动。确需更正,请区县审核人开通限期更正。")
    )
