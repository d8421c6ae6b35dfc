from django.utils import timezone
from django.views.generic import DetailView

from communities.access import reach, reached
from communities.registers import declaring
from communities.registers.history import history_of
from communities.registers.showing import BLANK_IS_NONE, field_of, words_at
from communities.views.registers.base import RegisterMixin


class RegisterDetailView(RegisterMixin, DetailView):
    """One row: what is known of it, what belongs to it, what can be done, how it came about."""

    context_object_name = "row"

    def get_template_names(self):
        return [f"registers/{self.register.name}_detail.html", "registers/detail.html"]

    def get_context_data(self, **kwargs):
        row, user, register = self.object, self.request.user, self.register
        is_open = register.is_open(row)
        return super().get_context_data(
            groups=facts(register, row, register.beside(row, user)),
            may_change=is_open and register.may(user, "change") and self.is_within("change"),
            may_delete=is_open and self.is_within("delete"),
            acts=register.acts(row, user),
            related=[
                (title, related_table(title, other, rows, user, row))
                for title, other, rows in register.related_rows(row, user)
            ],
            documents=register.documents(row),
            history=history_of(row),
            **register.page_context(row, user),
            **kwargs,
        )

    def is_within(self, action):
        """Whether the row lies where the account may do this."""
        return bool(reached(self.request.user, self.register.permission(action), [self.object]))


class DossierView(RegisterDetailView):
    """Everything kept about one person or community, to be printed on A4 and signed."""

    def get_template_names(self):
        return ["registers/dossier.html"]

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        extra = [
            (title, related_table(title, other, rows, user, row))
            for title, other, rows in self.register.dossier(row, user)
        ]
        return super().get_context_data(extra=extra, today=timezone.localdate(), **kwargs)


def facts(register, row, beside):
    """[(title, [(label, text, name, whether a blank means none, what can be done)])]; any other blank is shown as
    unknown."""
    model = register.model
    return [
        (
            title,
            [
                (
                    model._meta.get_field(name).verbose_name,
                    words_at(register, row, name),
                    name,
                    name in BLANK_IS_NONE,
                    beside.get(name),
                )
                for name in names
                if name in {field.name for field in model._meta.get_fields()}
            ],
        )
        for title, names in register.fields
    ]


def related_table(title, other, rows, user, of):
    """Rows of another register as a small table, without whose they are and when they were last changed; None where the
    account may not see them, which lie where the row does that they belong to."""
    register = declaring.get(other)
    if not reached(user, register.permission("view"), [of], to_read=True):
        return None
    codes, own = reach(user), of._meta.model_name
    columns = [col for col in register.columns if col.path != "updated_at" and col.path.partition("__")[0] != own]
    table = [
        (register.row_url(row, codes), [str(col.show(row) if col.show else text(row, col)) for col in columns])
        for row in rows
    ]
    return {"title": title, "headers": [header(register, col) for col in columns], "rows": table}


def header(register, col):
    return col.header or field_of(register.listed_model, col.path).verbose_name


def text(row, col):
    from communities.registers.showing import text_at

    return text_at(row, col.path)
