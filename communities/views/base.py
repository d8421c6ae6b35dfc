"""The doors: a view is public, or cut to what the account reaches. There is no third kind."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.cache import patch_cache_control
from django.views.generic import DetailView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from accounts.doing import at_work
from communities import page_cache
from communities.access import reach, read_postings
from communities.places import lies_in


class PublicMixin:
    """A page for everybody. It shows what is published, and knows nothing of accounts."""

    is_kept = True  # for the next visitor; not where the answer depends on more than address and language

    @classmethod
    def as_view(cls, **initkwargs):
        return login_not_required(super().as_view(**initkwargs))

    def dispatch(self, request, *args, **kwargs):
        make = partial(super().dispatch, request, *args, **kwargs)
        return page_cache.keepable(make, request) if self.is_kept else make()


class ScopedMixin(PermissionRequiredMixin):
    """What one may do comes from permissions, where from postings: a row out of reach does not exist (404)."""

    action = "view"
    raise_exception = True

    def get_permission_required(self):
        if self.permission_required is not None:
            return super().get_permission_required()
        meta = self.model._meta
        return [f"{meta.app_label}.{self.action}_{meta.model_name}"]

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    def rights(self):
        """The permissions this page is about: of several postings, those count whose role gives them."""
        return self.get_permission_required()

    def dispatch(self, request, *args, **kwargs):
        read_postings(request.user)
        at_work(request.user, *self.rights())
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response


def asked_area(request):
    """The code of the area asked for, if it is one within reach; else ""."""
    code = request.GET.get("area", "") or request.POST.get("area", "")
    return code if code and lies_in(code, reach(request.user)) else ""


class ScopedDetailView(ScopedMixin, DetailView):
    """One row, if it is within reach."""


class ScopedTableView(ScopedMixin, SingleTableMixin, FilterView):
    """Rows within reach: filtered, sorted, fifty a page."""

    strict = False
    paginate_by = 50

    def get_filterset_kwargs(self, filterset_class):
        return {**super().get_filterset_kwargs(filterset_class), "data": self.request.GET}

    def get_table_pagination(self, table):
        return {"per_page": self.paginate_by, "silent": True}
