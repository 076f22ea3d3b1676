"""The proxy of deploy/nginx lets through what the platform takes, and answers by itself in the site's own words."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

FOLDER = Path(settings.BASE_DIR) / "deploy" / "nginx"
CONFIGURATION = (FOLDER / "compagnon.conf").read_text()
_REDIRECT, SITE, CONTENT = (f"server {{{part}" for part in CONFIGURATION.split("\nserver {")[1:])


def let_through(server: str, path: str) -> int:
    """Bytes of a body that nginx takes for a path: those of the longest prefix, else the server's."""
    [general] = re.findall(r"^ {4}client_max_body_size (\d+)m;", server, re.MULTILINE)
    places = dict(re.findall(r"location (/\S*) \{ client_max_body_size (\d+)m;", server))
    found = max((prefix for prefix in places if path.startswith(prefix)), key=len, default=None)
    return int(places[found] if found else general) * settings.MEGABYTE


@pytest.mark.parametrize(
    ("path", "bytes_taken"),
    [
        (reverse("training_sessions:home"), settings.SUBMISSION_MAX_BYTES * settings.SUBMISSION_MAX_FILES),
        (reverse("messaging:conversations"), settings.MESSAGE_FILE_MAX_BYTES * settings.MESSAGE_MAX_FILES),
        (reverse("tutoring:home"), settings.SUBMISSION_MAX_BYTES),
        ("/xapi/statements", settings.LRS_MAX_BYTES),
        ("/admin/pages/", settings.PACKAGE_MAX_BYTES),
        ("/bibliotheque/", settings.PACKAGE_MAX_BYTES),
    ],
)
def test_what_the_platform_takes_is_let_through(path, bytes_taken):
    assert let_through(SITE, path) > bytes_taken


def test_the_content_origin_takes_commits_alone():
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < let_through(CONTENT, "/lecture/") < 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_what_nginx_says_by_itself_are_pages_that_the_command_writes():
    from cms.management.commands.proxy_pages import PAGES

    assert set(re.findall(r"error_page [\d =]+ /(\S+);", SITE)) == set(PAGES)
    assert set(re.findall(r"location = /(\S+) \{ internal;", SITE)) == set(PAGES)
    assert "server_tokens off;" in CONFIGURATION


def test_the_visitor_s_claim_of_an_address_is_replaced():
    assert re.findall(r"X-Forwarded-For (\S+);", (FOLDER / "compagnon-proxy.conf").read_text()) == ["$remote_addr"]
