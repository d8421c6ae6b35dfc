"""The map of a community: sent by the office with its approval number, seen by everybody."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from communities import pictures
from communities.maps import MapForm, remove_map, set_map
from communities.models import Community
from communities.registers import get
from communities.registers.saving import add_errors
from communities.views.base import PublicMixin, ScopedMixin
from communities.views.sending import SentOnceMixin


class MapEditView(SentOnceMixin, ScopedMixin, FormView):
    """The map residents see of a community, and another one in its place."""

    model, action = Community, "change"
    template_name = "communities/map_form.html"
    form_class = MapForm

    def community(self):
        return get_object_or_404(Community.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_initial(self):
        return {"number": self.community().map_number}

    def get_context_data(self, **kwargs):
        return super().get_context_data(community=self.community(), register=get(Community), **kwargs)

    def post(self, request, *args, **kwargs):
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        remove_map(community=self.community(), user=request.user)
        messages.success(request, _("地图已删除,公开页面只写文字的辖区范围。"))
        return redirect(request.path)

    def form_valid(self, form):
        try:
            set_map(community=self.community(), user=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("地图已登记,公开页面上可以看到,下方印有审图号。"))
        return redirect(self.request.path)


class MapView(PublicMixin, View):
    """The picture; its name changes with it."""

    is_kept = False

    def get(self, request, code, picture):
        community = get_object_or_404(Community.objects.exclude(map_number=""), code=code, map_picture=f"{picture}.jpg")
        try:
            return FileResponse(pictures.path_of(community.map_picture).open("rb"), content_type="image/jpeg")
        except FileNotFoundError as error:
            raise Http404 from error
