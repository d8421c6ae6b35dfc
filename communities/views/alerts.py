from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import ListView

from communities import alerts
from communities.models import Alert, AlertRead
from communities.views.base import ScopedMixin
from records.text import key_in

PAGE = 50


class AlertListView(ScopedMixin, ListView):
    """What happened inside one's reach, newest first; what has not been read stands out. Sent back, it marks as read:
    all of it, or the one that is opened."""

    model = Alert
    permission_required = []
    paginate_by = PAGE
    template_name = "registers/alerts.html"

    def get_queryset(self):
        seen = AlertRead.objects.filter(user=self.request.user, alert=OuterRef("pk"))
        found = alerts.visible(self.request.user).annotate(is_read=Exists(seen))
        return found.filter(is_read=False) if self.request.GET.get("only") == "unread" else found

    def post(self, request, *args, **kwargs):
        wanted = alerts.unread(request.user)
        asked = request.POST.get("alert", "")
        if not asked:
            alerts.mark_read(request.user, wanted)
            return redirect("communities:alert_list")
        opened = alerts.visible(request.user).filter(pk=key_in(asked)).first()
        if opened is None:
            return redirect("communities:alert_list")
        alerts.mark_read(request.user, [opened])
        is_ours = url_has_allowed_host_and_scheme(opened.url, allowed_hosts=None)
        return redirect(opened.url if is_ours else "communities:alert_list")
