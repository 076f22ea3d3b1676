"""Nothing that a visitor receives names this software or what it is built on (CMA-1.7, decision 0041)."""

import re
import zlib

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.views.defaults import permission_denied, server_error
from wagtail.models import Site

from cms.models import AccessibilityPage, Brand, ContentPage, NewsIndexPage, NewsPage
from tests.factories import make_site
from tests.scene import make_scene

pytestmark = [pytest.mark.requirement("CMA-1.7"), pytest.mark.django_db]

NAMES = re.compile(r"compagnon|wagtail|django|allauth|granian", re.IGNORECASE)
PAGES = (
    *("/", "/formations/", "/actualites/", "/actualites/salle/", "/aide/", "/accessibilite/", "/recherche/?q=salle", "/plan-du-site/"),
    *(
        "/logiciel-libre/",
        "/nulle-part/",
        "/compte/login/",
        "/compte/password/reset/",
        "/compte/signup/",
        "/compte/creer/",
        "/compte/logout/",
    ),
    *("/admin/login/", "/admin/", "/verifier/", "/certificat/", "/robots.txt", "/sitemap.xml", "/fil/actualites.xml"),
    *("/brand.css", "/favicon.svg", "/favicon.ico", "/healthz", "/readyz"),
)


@pytest.fixture
def site(cast):
    home = make_site()
    Brand.objects.create(site=Site.objects.get(root_page=home), name="Formation des métiers")
    news = home.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))
    news.add_child(instance=NewsPage(title="Salle", slug="salle"))
    home.add_child(instance=ContentPage(title="Aide", slug="aide", show_in_menus=True))
    home.add_child(instance=AccessibilityPage(title="Accessibilité", slug="accessibilite", organisation="X", contact_email="a@example.org"))
    return cast


def traces(response) -> list[str]:
    """The names found in the headers and the text of an answer."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    cookies = response.cookies.output() if hasattr(response, "cookies") else ""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return NAMES.findall(headers + cookies + body.decode("utf-8", "replace"))


def test_no_page_that_a_visitor_can_ask_for(site, client):
    found = {address: traces(client.get(address, follow=True)) for address in PAGES}
    assert not {address: names for address, names in found.items() if names}


def test_no_page_carries_the_mark_of_a_generator(site, client):
    for address in PAGES:
        answer = client.get(address, follow=True)
        assert answer.streaming or b'name="generator"' not in answer.content, address


def test_no_error_page(site, client, rf, settings):
    for answer in (server_error(rf.get("/")), permission_denied(client.get("/").wsgi_request, Exception())):
        assert not traces(answer)
    client.raise_request_exception = False
    client.force_login(site.owner, backend="django.contrib.auth.backends.ModelBackend")
    assert not traces(client.get("/region/"))
    assert not traces(client.post("/compte/logout/?next=//x", {}))


def test_not_the_pages_that_a_proxy_answers_with(tmp_path):
    call_command("proxy_pages", tmp_path / "proxy")
    stopped, too_large = ((tmp_path / "proxy" / name).read_text() for name in ("maintenance.html", "too-large.html"))
    assert "maintenance" in stopped
    assert "trop lourd" in too_large
    for page in (stopped, too_large):
        assert '<html lang="fr">' in page
        assert not NAMES.findall(page)


def test_no_page_of_a_learner_a_tutor_or_a_manager(site, as_user):
    found = {
        (who, name): traces(as_user(getattr(site, who)).get(reverse(name)))
        for who, name in (("owner", "training_sessions:home"), ("tutor", "tutoring:home"), ("manager", "training_sessions:region"))
    }
    assert not {key: names for key, names in found.items() if names}


def test_no_mail(site, client):
    client.post(reverse("account_reset_password"), {"email": site.owner.email})
    client.post(reverse("accounts:new_link"), {"email": site.owner.email})
    assert mail.outbox
    for message in mail.outbox:
        assert not NAMES.findall(message.message().as_string()), message.subject
        for content, _kind in getattr(message, "alternatives", []):
            assert not NAMES.findall(content)


@pytest.mark.parametrize("name", ["certificate", "summary_sheet"])
def test_no_document(name, as_user):
    scene = make_scene()
    args = [scene.enrolment] if name == "certificate" else [scene.enrolment, scene.sequence.pk]
    answer = as_user(scene.cast.owner).get(reverse(f"training_sessions:{name}", args=args))
    document = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert document.startswith(b"%PDF")
    parts = [document, *(_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL))]
    assert not [name for part in parts for name in NAMES.findall(part.decode("latin-1"))]
    assert not NAMES.findall("\n".join(f"{key}: {value}" for key, value in answer.headers.items()))


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return b""
