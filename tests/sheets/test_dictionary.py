from django.conf import settings

from sheets.dictionary import as_markdown


def test_the_data_dictionary_in_the_docs_is_the_one_declared():
    page = settings.BASE_DIR / "docs" / "dictionary.md"
    assert page.read_text(encoding="utf-8") == as_markdown(), "run: manage.py write_dictionary"
