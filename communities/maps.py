"""The map of a community that residents see: a picture that was approved, with the number of its approval (审图号)."""

import re
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities import pictures
from communities.models import Community
from communities.rules import check_reach
from records.history import acting
from records.text import normalise

NUMBER = re.compile(r"[A-Za-z\u4e00-\u9fff]+[(\[〔【]\d{4}[)\]〕】]\D{0,4}\d+号?")
"""渝S(2023)012号, GS(2024)0650号, 京审字(2021)第G123号"""


class MapForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("审图号"),
        required=False,
        max_length=Community._meta.get_field("map_number").max_length,
        help_text=gettext_lazy("自然资源主管部门批准的编号,如“渝S(2023)012号”;印在地图下方"),
    )
    photo = forms.FileField(
        label=gettext_lazy("地图图片"),
        help_text=gettext_lazy("JPEG或PNG,不超过10 MB;应与送审的地图一致"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )

    def clean_number(self):
        number = normalise(self.cleaned_data["number"]).replace(" ", "")
        if not number:
            raise ValidationError(_("没有审图号的地图不能公开。请填写审图号;没有的,请在“辖区范围”中用文字写明四至。"))
        if not NUMBER.fullmatch(number):
            raise ValidationError(
                _("“%(number)s”不像审图号,请按批准文件填写,如“渝S(2023)012号”。"), params={"number": number}
            )
        return number


def set_map(*, community, number, photo, user):
    """Residents see the picture from now on, with its number below; the one before goes."""
    with acting(user, _("登记地图")):
        check_reach(user, community, field=None)
        content = pictures.made_anew(photo)
        before, community.map_picture = community.map_picture, pictures.new_name()
        community.map_number = number
        pictures.store(community.map_picture, content)
        community.save(update_fields=["map_number", "map_picture"])
    _forget(before)


def remove_map(*, community, user):
    """Residents read in words again where the community lies."""
    with acting(user, _("删除地图")):
        check_reach(user, community, field=None)
        before, community.map_picture, community.map_number = community.map_picture, "", ""
        community.save(update_fields=["map_number", "map_picture"])
    _forget(before)


def _forget(name):
    """Once nothing shows it any more: what calls may still take the change back."""
    if name:
        transaction.on_commit(partial(pictures.path_of(name).unlink, missing_ok=True))
