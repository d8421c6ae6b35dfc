"""The secrets of one instance: made once, kept in one file that only its owner can read."""

import json
import os
import secrets

from django.core.exceptions import ImproperlyConfigured

NAMES = ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY")
MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "FIELD_KEY": lambda: secrets.token_hex(16),
    "INDEX_KEY": lambda: secrets.token_hex(32),
    "DATABASE_PASSWORD": lambda: secrets.token_urlsafe(24),
}


def stored_keys(data_dir):
    """The instance's own secrets; the first caller makes them, all others read the same ones."""
    path = data_dir / "secrets.json"
    if not path.exists():
        _write_once(path)
    try:
        return json.loads(path.read_text())
    except PermissionError as error:
        raise ImproperlyConfigured(f"无法读取密钥文件 {path}:数据目录属于另一个用户,请用同一用户运行。") from error


def _write_once(path):
    """A link appears whole or not at all, and never replaces a file that another process made first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secrets.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({name: make() for name, make in MAKERS.items()}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def required_keys(given):
    """The secrets of an instance on somebody's own database: all from the environment, or no start."""
    missing = [name for name in NAMES if not given[name]]
    if missing:
        raise ImproperlyConfigured(f"已设置 DATABASE_URL,还须在环境变量中设置:{'、'.join(missing)}。")
    if len(given["SECRET_KEY"]) < 50:
        raise ImproperlyConfigured("SECRET_KEY 太短:至少 50 个字符。")
    return given


def key_bytes(name, text, length):
    """A key written as hexadecimal digits, as bytes of the right length."""
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} 须为十六进制数字。") from error
    if len(key) != length:
        raise ImproperlyConfigured(f"{name} 须为 {length * 2} 位十六进制数字。")
    return key
