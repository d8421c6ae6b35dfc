"""What the apps above do with a report once it is there: findings are checked again, alerts written.

It is done by a job of its own, wanted exactly if the report is: it never delays a report, and never costs one.
"""

_followers = []


def after_report(function):
    """Declare the function below, which is told of every new report; told twice it acts once."""
    _followers.append(function)
    return function


def follow(report):
    for function in _followers:
        function(report)


def key_of(report):
    """The job that does it."""
    return f"follow-report:{report.pk}"
