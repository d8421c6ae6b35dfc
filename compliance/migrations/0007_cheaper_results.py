from django.db import migrations, models

COUNTS = {
    "known": "应答社区数",
    "passed": "达标社区数",
    "failed": "未达标社区数",
    "unknown": "数据不全社区数",
    "exempt": "不适用社区数",
    "flagged": "提示未达社区数",
    "unflagged": "提示已达社区数",
}


class Migration(migrations.Migration):
    """Half a million results are written at a time: what the database checks for each of them costs a third of it.

    `result_once` says what a result is. Its number is looked up by the admin alone, among rows written in its order;
    the counts are the database's own. Each part of a report takes its rows' numbers from a stock of its own, so that
    two of them do not write to the same pages of `result_once`.
    """

    dependencies = [("compliance", "0006_row_of_community")]

    operations = [
        *(
            migrations.AlterField("result", name, models.IntegerField(null=True, verbose_name=label))
            for name, label in COUNTS.items()
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE compliance_result DROP CONSTRAINT compliance_result_pkey",
                "CREATE INDEX result_number ON compliance_result USING brin (id)",
                "ALTER TABLE compliance_row ALTER COLUMN id SET CACHE 10000",
            ],
            [
                "ALTER TABLE compliance_row ALTER COLUMN id SET CACHE 1",
                "DROP INDEX result_number",
                "ALTER TABLE compliance_result ADD CONSTRAINT compliance_result_pkey PRIMARY KEY (id)",
            ],
        ),
    ]
