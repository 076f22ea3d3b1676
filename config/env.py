"""Readers of environment variables: each value is validated, and a bad one says what to write instead."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def _refuse(name: str, value: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}={value!r} is not usable: write {expected}.")


def text(name: str, default: str | None = None, *, expected: str = "a non-empty value") -> str:
    """The variable as written; without a default it is required."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set: write {expected}.")
    return default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise _refuse(name, value, "1 or 0")


def number(name: str, default: int, *, low: int = 0, high: int = 10**9) -> int:
    """A whole number between `low` and `high`, both included."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.lstrip("-").isdigit() or not low <= int(value) <= high:
        raise _refuse(name, value, f"a whole number from {low} to {high}")
    return int(value)


def numbers(name: str, default: dict[str, int], *, low: int = 0, high: int = 10**9) -> dict[str, int]:
    """A whole number for each name: `editor=60,tutor=120` changes those it names and leaves the others."""
    found, expected = dict(default), f"name=number, separated by commas, for {', '.join(default)}, from {low} to {high}"
    for part in names(name):
        key, _equals, value = (piece.strip() for piece in part.partition("="))
        if key not in default or not value.isdigit() or not low <= int(value) <= high:
            raise _refuse(name, part, expected)
        found[key] = int(value)
    return found


def names(name: str, default: str = "", *, among: list[str] | None = None) -> list[str]:
    """A comma-separated list, without its empty members; each one of `among`, where that is given."""
    found = [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
    unknown = [part for part in found if among is not None and part not in among]
    if unknown:
        raise _refuse(name, ",".join(found), f"names separated by commas, out of {', '.join(among or [])}")
    return found


def choice(name: str, default: str, allowed: list[str]) -> str:
    """One of `allowed`."""
    value = text(name, default)
    if value not in allowed:
        raise _refuse(name, value, " or ".join(allowed))
    return value


def origin(name: str, default: str | None = None) -> str:
    """A web origin such as https://formation.example.fr: scheme and host, no path (RFC 6454)."""
    value = text(name, default, expected="an origin such as https://formation.example.fr")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise _refuse(name, value, "an origin such as https://formation.example.fr, without a path")
    return value.rstrip("/")


def secret(name: str, default: str | None = None) -> str:
    value = text(name, default, expected="at least 50 random characters")
    if default is None and len(value) < 50:
        raise _refuse(name, "(hidden)", "at least 50 random characters")
    return value


def email(name: str, default: str) -> dict:
    """EMAIL_URL as Django's e-mail settings.

    Accepted: smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465, file:///folder, console:.
    """
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        implicit = parts.scheme == "smtps"
        return {
            "EMAIL_BACKEND": "messaging.backends.SmtpBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if implicit else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": implicit,
            "EMAIL_USE_TLS": not implicit and bool(parts.username),
            "EMAIL_TIMEOUT": 20,
        }
    raise _refuse(name, value, "smtp://user:password@host:587, smtps://…, file:///folder or console:")


def file_storage(name: str, default: str, *, folder: str) -> dict:
    """MEDIA_URL as one entry of Django's STORAGES, for the files under `folder`.

    Accepted: file:///folder, or s3://key:secret@host/bucket?region=… for any S3-compatible store.
    """
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme == "file" and parts.path:
        location = str(Path(parts.path) / folder)
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    if parts.scheme == "s3" and parts.hostname and parts.path.strip("/"):
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "access_key": unquote(parts.username or ""),
                "secret_key": unquote(parts.password or ""),
                "endpoint_url": f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
                "bucket_name": parts.path.strip("/"),
                "location": folder,
                "file_overwrite": False,
                "default_acl": "private",
            },
        }
    raise _refuse(name, value, "file:///folder or s3://key:secret@host/bucket")


def redis_cache(url: str) -> dict:
    """An entry of CACHES on Redis. While Redis is away, everything is a miss: sessions are then read from the database."""
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": url,
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 2},
    }


def database_in_production(config: dict, pool: int) -> dict:
    """The entry of DATABASES for PostgreSQL and processes that live long.

    Connections are kept, and tried before they are used again. Statements are prepared on their second use: PostgreSQL
    then plans once what pages ask again and again (docs/performance.md).
    pool: how many connections a process shares between its threads; 0 keeps one per thread.
    """
    options = {**config.get("OPTIONS", {}), "server_side_binding": True, "prepare_threshold": 2}
    kept = {**config, "OPTIONS": options, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10, "max_idle": 300}
        kept["CONN_MAX_AGE"] = 0
    return kept


def database(name: str, default: str) -> dict:
    """DATABASE_URL as Django's DATABASES['default']: SQLite in WAL mode, or PostgreSQL."""
    import dj_database_url

    value = text(name, default)
    scheme = value.split(":", 1)[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise _refuse(name, value, "sqlite:////path/file.sqlite3 or postgres://user:password@host:5432/name")
    config: dict = dict(dj_database_url.parse(value, engine=None if scheme == "sqlite" else "config.postgresql"))
    if scheme == "sqlite":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return config
