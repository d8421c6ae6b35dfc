"""What can be done with the rows of a report, offered beside their table by the apps above."""

_buttons = []


def report_button(function):
    """Declare the function below: (report, indicator, area, user) → (title, address), or None where it does not fit."""
    _buttons.append(function)
    return function


def offered(report, indicator, area, user):
    found = (button(report, indicator, area, user) for button in _buttons)
    return [button for button in found if button]
