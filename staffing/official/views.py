import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communities import workbench
from communities.access import may_at
from communities.models import SavedSummary
from communities.official.declaring import Asked
from communities.official.forms import AreaForm
from communities.official.producing import NUMBER, default_area, demo_marks, name_of, numbered, office_of
from communities.views.answers import workbook
from communities.views.base import ScopedMixin
from communities.views.sending import SentOnceMixin
from jobs.services import enqueue
from records.text import key_in
from sheets.official import Heading, chinese_day, write_official
from staffing.models import Pay, Spell
from staffing.official import keeping, pay
from staffing.official.forms import SaveForm, SummaryForm, level_below

PAGE = 50


class SummaryView(SentOnceMixin, ScopedMixin, TemplateView):
    """汇总表 as chosen: on the page, and as a workbook; of a large area as last counted."""

    model = Spell
    template_name = "official/summary.html"

    def get(self, request, *args, **kwargs):
        form = self.form = SummaryForm(self.asked_for() or None, user=request.user)
        if form.is_bound and form.is_valid() and request.GET.get("format") == "xlsx" and self.summary:
            return self.workbook(form)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Have a large area counted, for the first time or again."""
        form = self.form = SummaryForm(self.asked_for(), user=request.user)
        if not form.is_valid() or not self.is_large:
            return super().get(request, *args, **kwargs)
        params = keeping.as_params(form.summary())
        job = enqueue(keeping.KIND, user=request.user, area_code=form.cleaned_data["area"], params=params)
        return redirect(workbench.page_of(job))

    @cached_property
    def is_large(self):
        return keeping.is_large(self.form.asked())

    @cached_property
    def job(self):
        """The one that counted; None where the page does, or nobody has had it counted."""
        return keeping.newest(self.form.summary()) if self.is_large else None

    @cached_property
    def summary(self):
        """The table; None where it is still to be asked for."""
        if not self.is_large:
            return self.form.summary()
        return keeping.Kept(self.form.asked(), self.form.choice(), self.job) if self.job else None

    def asked_for(self):
        """What the address says; what was kept under a name; else what an account of this reach most likely wants."""
        asked, user = self.request.GET, self.request.user
        today = timezone.localdate().isoformat()
        if saved := asked.get("saved"):
            kept = get_object_or_404(SavedSummary, pk=key_in(saved), user=user).choices
        elif "level" in asked:
            return asked
        else:
            kept = {"level": level_below(default_area(user)), "dimensions": ["gender", "licence"]}
        data = QueryDict(mutable=True)
        data.update({"area": kept.get("area") or default_area(user), "on": today, "level": kept["level"]})
        data.setlist("kinds", kept.get("kinds", []))
        data.setlist("dimensions", kept.get("dimensions", []))
        return data

    def get_context_data(self, **kwargs):
        context = super().get_context_data(form=self.form, save=SaveForm(), **kwargs)
        context["saved"] = SavedSummary.objects.filter(user=self.request.user)
        if self.form.is_valid():
            context |= {"is_large": self.is_large, "job": self.job, "name": name_of(self.form.cleaned_data["area"])}
            context["query"] = self.form.data.urlencode()
            context["kept"] = [(name, self.form.data.getlist(name)) for name in self.form.fields]
            context["may_export"] = self.request.user.has_perm("staffing.export_spell")
        if self.form.is_valid() and self.summary:
            context["summary"] = summary = self.summary
            context["page"] = page = Paginator(summary.places, PAGE).get_page(self.request.GET.get("page"))
            page.object_list = summary.lines_of(page.object_list)
        return context

    def workbook(self, form):
        asked = form.asked()
        if not may_at(self.request.user, "staffing.export_spell", asked.area):
            raise PermissionDenied
        summary, out = self.summary, io.BytesIO()
        heading = Heading(
            title=_("社区工作者汇总表"),
            office=office_of(asked.area),
            period=_("截至%s") % chinese_day(asked.on),
            unit=_("人、个"),
            issued_on=timezone.localdate(),
            marks=demo_marks(),
            notes=(_("说明:主要任职人员。空格表示该地没有任何登记,不等于零;“有数据”是其中已登记人员的社区数。"),),
        )
        write_official(
            out, heading=heading, columns=[NUMBER, *summary.sheet_columns()], rows=numbered(summary.sheet_rows())
        )
        return workbook(out.getvalue(), f"{heading.title}_{heading.office}_{asked.on:%Y%m%d}.xlsx")


class SummarySaveView(SentOnceMixin, ScopedMixin, View):
    """Keep a choice under a name, or forget it."""

    model = Spell
    http_method_names = ["post"]

    def post(self, request):
        mine = SavedSummary.objects.filter(user=request.user)
        if forgotten := request.POST.get("forget"):
            get_object_or_404(mine, pk=key_in(forgotten)).delete()
            messages.success(request, _("方案已删除。"))
            return redirect("staffing_tables:table_summary")
        form, asked = SaveForm(request.POST), SummaryForm(request.POST, user=request.user)
        if not form.is_valid() or not asked.is_valid():
            wrong = [text for errors in (*form.errors.values(), *asked.errors.values()) for text in errors]
            messages.error(request, " ".join(wrong))
            return redirect("staffing_tables:table_summary")
        choices = {**asked.choice().as_json, "area": asked.cleaned_data["area"]}
        kept, _new = mine.update_or_create(
            user=request.user, name=form.cleaned_data["name"], defaults={"choices": choices}
        )
        messages.success(request, _("已保存方案“%s”,下次从本页上方打开。") % kept.name)
        return redirect(f"{reverse('staffing_tables:table_summary')}?saved={kept.pk}")


class PayView(ScopedMixin, TemplateView):
    """Pay of one month within reach: the scale, what was paid against it, the spread. Nobody's own pay."""

    model = Pay
    template_name = "official/pay.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        asked_for = {"area": self.request.GET.get("area", ""), "on": timezone.localdate()}
        form = AreaForm(asked_for, user=user)
        area = form.cleaned_data["area"] if form.is_valid() else default_area(user)
        asked = Asked(user=user, area=area, on=timezone.localdate())
        months = pay.months(asked)
        wanted = [month for month in months if f"{month:%Y-%m}" == self.request.GET.get("month")]
        month = (wanted or months or [None])[0]
        context = super().get_context_data(form=form, months=months, month=month, area=area, **kwargs)
        return {**context, **(self.figures(asked, month) if month else {}), "fewest": pay.FEWEST}

    @staticmethod
    def figures(asked, month):
        rows, scale = pay.paid(asked, month), pay.scale_rows(asked, month)
        return {
            "scale": scale,
            "classes": pay.by_class(rows, pay.scales_for(asked.area, scale)),
            "tables": [
                (_("按人员类别"), pay.by_kind(rows)),
                (_("按街道(乡镇)"), pay.by_street(rows)),
                (_("合计"), [pay.group(_("全部人员"), pay.overall(rows))]),
            ],
        }
