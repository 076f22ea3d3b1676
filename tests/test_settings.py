"""Settings from the environment: a bad value says what to write instead."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("read", "value", "told"),
    [
        (lambda: env.origin("X"), "formation.example.fr", "without a path"),
        (lambda: env.origin("X"), "https://formation.example.fr/cours", "without a path"),
        (lambda: env.number("X", 1, low=1, high=5), "nine", "from 1 to 5"),
        (lambda: env.number("X", 1, low=1, high=5), "9", "from 1 to 5"),
        (lambda: env.flag("X"), "perhaps", "1 or 0"),
        (lambda: env.choice("X", "a", ["a", "b"]), "c", "a or b"),
        (lambda: env.email("X", ""), "ftp://mail", "smtp://"),
        (lambda: env.database("X", ""), "mysql://root@host/db", "postgres://"),
        (lambda: env.file_storage("X", "", folder="public"), "ftp://host/bucket", "s3://"),
        (lambda: env.secret("X"), "short", "50 random characters"),
    ],
)
def test_a_bad_value_says_what_to_write(monkeypatch, read, value, told):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=told) as refusal:
        read()
    assert "X" in str(refusal.value)


def test_a_missing_required_value_is_named(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    with pytest.raises(ImproperlyConfigured, match="X is not set"):
        env.origin("X")


def test_a_secret_is_never_shown(monkeypatch):
    monkeypatch.setenv("X", "hunter2")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.secret("X")
    assert "hunter2" not in str(refusal.value)


def test_mail_addresses_become_django_settings(monkeypatch):
    monkeypatch.setenv("X", "smtp://robot:p%40ss@mail.example.org:587")
    found = env.email("X", "")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"], found["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        "p@ss",
        True,
    )


def test_an_s3_address_becomes_a_storage(monkeypatch):
    monkeypatch.setenv("X", "s3://key:secret@s3.example.org/formation")
    options = env.file_storage("X", "", folder="private")["OPTIONS"]
    assert (options["bucket_name"], options["location"], options["default_acl"]) == ("formation", "private", "private")


def test_sqlite_is_set_up_for_writers_side_by_side(monkeypatch, tmp_path):
    monkeypatch.setenv("X", f"sqlite:///{tmp_path}/base.sqlite3")
    options = env.database("X", "")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
