"""Photos of posted sheets: sent by the office, seen by everybody."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from communities.registers import get
from communities.registers.fields import DayField
from communities.registers.saving import add_errors
from communities.views.base import PublicMixin, ScopedMixin
from communities.views.sending import SentOnceMixin
from disclosure.models import BoardPhoto, Disclosure
from disclosure.photos import add_photo, path_of, remove_photo

NUMBER = 18


class PhotoForm(forms.Form):
    posted_on = DayField(label=gettext_lazy("张贴日期"))
    photo = forms.FileField(
        label=gettext_lazy("照片"),
        help_text=gettext_lazy("JPEG或PNG,不超过10 MB;拍摄地点等附带信息会被去掉。请勿拍到他人。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )


class PhotoAddView(SentOnceMixin, ScopedMixin, FormView):
    """The photos of one item, and one more."""

    model = Disclosure
    permission_required = "disclosure.change_disclosure"
    template_name = "disclosure/photos.html"
    form_class = PhotoForm

    def item(self):
        rows = Disclosure.objects.visible_to(self.request.user).published().select_related("community")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self):
        return {"posted_on": timezone.localdate()}

    def get_context_data(self, **kwargs):
        item = self.item()
        return super().get_context_data(item=item, register=get(Disclosure), photos=item.photos.all(), **kwargs)

    def post(self, request, *args, **kwargs):
        asked = request.POST.get("remove", "")
        if not asked:
            return super().post(request, *args, **kwargs)
        if not asked.isdecimal() or len(asked) > NUMBER:
            raise Http404
        remove_photo(photo=get_object_or_404(self.item().photos, pk=int(asked)), user=request.user)
        messages.success(request, _("照片已删除。"))
        return redirect(request.path)

    def form_valid(self, form):
        try:
            add_photo(item=self.item(), user=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("照片已上传,公开页面上可以看到。"))
        return redirect(self.request.path)


class PhotoView(PublicMixin, View):
    """One photo, while what it shows is published."""

    is_kept = False

    def get(self, request, pk):
        photo = get_object_or_404(BoardPhoto.objects.filter(disclosure__in=Disclosure.objects.published()), pk=pk)
        try:
            return FileResponse(path_of(photo).open("rb"), content_type="image/jpeg")
        except FileNotFoundError as error:
            raise Http404 from error
