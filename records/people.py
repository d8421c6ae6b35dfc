"""What rows about people have in common, beside their own fields `id_number`, `born_on` and `phone`."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from records import identity, masks


class Reachable:
    """A row with a `phone`; pages show it masked."""

    @property
    def masked_phone(self):
        return masks.mask_phone(self.phone)


class Identified(Reachable):
    """A row with an `id_number` as well: checked on entry, masked on pages, and the birth date follows from it."""

    @property
    def masked_id(self):
        return masks.mask_id(self.id_number)

    def clean(self):
        super().clean()
        if self.id_number:
            try:
                self.id_number = identity.clean_id_number(self.id_number)
            except ValidationError as error:
                raise ValidationError({"id_number": error}) from error
            self.born_on = self.born_on or identity.born_on(self.id_number)
        if self.born_on and self.born_on > timezone.localdate():
            raise ValidationError({"born_on": ValidationError(_("出生日期晚于今天,请核对。"), code="out_of_range")})
