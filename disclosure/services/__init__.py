"""What happens to a text before and after residents read it: each function is one act, by somebody, for a reason."""

from disclosure.services.publishing import correct, oversee, publish, send_back, submit, withdraw

__all__ = ["correct", "oversee", "publish", "send_back", "submit", "withdraw"]
