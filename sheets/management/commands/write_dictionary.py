from pathlib import Path

from django.conf import settings

from records.commands import BaseCommand
from sheets.dictionary import as_markdown

PAGE = Path("docs") / "dictionary.md"


class Command(BaseCommand):
    """Writes `docs/dictionary.md`; a test compares the page with the declarations."""

    help = "从程序的声明生成数据字典 docs/dictionary.md"

    def handle(self, *args, **options):
        page = settings.BASE_DIR / PAGE
        page.write_text(as_markdown(), encoding="utf-8")
        self.stderr.write(f"已生成 {page}")
