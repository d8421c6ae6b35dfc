from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("社区")

    def ready(self):
        """Find what all apps add: panels of a community, entries of the workbench, checks before a submission, acts."""
        autodiscover_modules(
            "panels",
            "finders",
            "open_datasets",
            "workbench",
            "checks",
            "actions",
            "official_tables",
            "registers",
            "todos",
        )
        from communities import community_panels, fund_distribution, own_actions, own_alerts, own_todos, postings  # noqa: F401
        from communities.official import entries, jobs  # noqa: F401
        from communities.registers import newest, own  # noqa: F401
        from communities.submissions import duties  # noqa: F401
        from communities.submissions import entries as review_entries  # noqa: F401
        from communities.uploads import entries as import_entries  # noqa: F401
        from communities.uploads import jobs as import_jobs  # noqa: F401
