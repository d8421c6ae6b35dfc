"""The database connection of the portal."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base

ENCODING_AND_LOCALE = """
    SELECT pg_encoding_to_char(encoding), datctype, to_regproc('show_trgm') IS NOT NULL
    FROM pg_database WHERE datname = current_database()
"""
TRIGRAMS = "SELECT cardinality(show_trgm('社区治理'))"
ADVICE = (
    "请用 C.UTF-8(或 zh_CN.UTF-8)区域设置和 UTF8 编码重新建立数据库,例如:createdb -E UTF8 --locale=C.UTF-8 -T template0"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A PostgreSQL connection; on our own server, the process's first one starts it."""

    verified = set()

    def get_new_connection(self, conn_params):
        server = settings.EMBEDDED_POSTGRES
        if server is None:
            return self.verify(super().get_new_connection(conn_params))
        server.hold()
        try:
            connection = super().get_new_connection(conn_params)
        except base.Database.OperationalError:
            server.start()
            connection = super().get_new_connection(conn_params)
        return self.verify(connection)

    def verify(self, connection):
        """Refuse, once per process and database, one in which a search for Chinese words would find nothing."""
        name = self.settings_dict["NAME"]
        if name in self.verified:
            return connection
        with connection.cursor() as cursor:
            cursor.execute(ENCODING_AND_LOCALE)
            encoding, locale, has_trigrams = cursor.fetchone()
            if encoding != "UTF8" or locale in ("C", "POSIX"):
                raise ImproperlyConfigured(
                    f"数据库 {name} 的编码为 {encoding}、区域设置为 {locale},无法检索中文。{ADVICE}"
                )
            if has_trigrams:
                cursor.execute(TRIGRAMS)
                if not cursor.fetchone()[0]:
                    raise ImproperlyConfigured(f"数据库 {name} 无法为中文建立三元组索引。{ADVICE}")
                self.verified.add(name)
        connection.rollback()
        return connection
