"""Files as answers."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from communities.official.producing import XLSX


def workbook(content, name):
    """A workbook to be kept, never shown in place."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(content), content_type=XLSX, headers=headers)
