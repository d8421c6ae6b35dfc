from communities.views.base import ScopedMixin


class RegisterMixin(ScopedMixin):
    """A page of the register it was made for."""

    register = None
    model = None

    def rights(self):
        return [self.register.permission(self.action)]

    def has_permission(self):
        return self.register.may(self.request.user, self.action)

    def get_queryset(self):
        return self.register.model._default_manager.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(register=self.register, **kwargs)


class KeptMixin(RegisterMixin):
    """A page that changes a row: one that may only be read does not exist here."""

    def get_queryset(self):
        return self.register.model._default_manager.kept_by(self.request.user)


class RowMixin(KeptMixin):
    """A page that changes one row within reach."""

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)
