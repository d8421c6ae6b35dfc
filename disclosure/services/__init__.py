"""What happens to a text before and after residents read it: each function is one act, by somebody, for a reason."""

from disclosure.services.objecting import answer, object_to, show
from disclosure.services.publishing import correct, oversee, publish, send_back, submit, withdraw

__all__ = ["answer", "correct", "object_to", "oversee", "publish", "send_back", "show", "submit", "withdraw"]
