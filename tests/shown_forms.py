"""The forms of a page as a browser sees them: what it would send back if nobody typed anything."""

from html.parser import HTMLParser

SILENT = {"submit", "button", "reset", "image", "file"}


class ShownForm:
    """One form: its attributes, and {name: values} of what is filled in."""

    def __init__(self, attributes):
        self.attributes, self.values, self.names = attributes, {}, set()

    @property
    def method(self):
        return self.attributes.get("method", "get").lower()

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.select, self.area = [], None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append(ShownForm(attributes))
        elif self.forms and tag in ("input", "select", "textarea", "option", "button"):
            getattr(self, f"_{tag}")(self.forms[-1], attributes)

    def handle_endtag(self, tag):
        if tag == "select" and self.select:
            self._close_select()
        elif tag == "textarea" and self.area:
            form, name, text = self.area
            form.add(name, "".join(text).removeprefix("\n"))
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.area[2].append(data)

    def _input(self, form, attributes):
        name, kind = attributes.get("name"), attributes.get("type", "text")
        form.names.add(name)
        is_off = kind in ("checkbox", "radio") and "checked" not in attributes
        if name and kind not in SILENT and not is_off and "disabled" not in attributes:
            form.add(name, attributes.get("value", "on" if kind in ("checkbox", "radio") else ""))

    def _button(self, form, attributes):
        form.names.add(attributes.get("name"))

    def _textarea(self, form, attributes):
        form.names.add(attributes["name"])
        self.area = (form, attributes["name"], [])

    def _select(self, form, attributes):
        form.names.add(attributes["name"])
        self.select = {"form": form, "name": attributes["name"], "many": "multiple" in attributes, "options": []}

    def _option(self, _form, attributes):
        if self.select:
            self.select["options"].append((attributes.get("value", ""), "selected" in attributes))

    def _close_select(self):
        chosen = [value for value, is_chosen in self.select["options"] if is_chosen]
        if not chosen and not self.select["many"]:
            chosen = [value for value, _is_chosen in self.select["options"][:1]]
        for value in chosen:
            self.select["form"].add(self.select["name"], value)
        self.select = None


def forms_of(page):
    """All forms of an HTML page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
