"""The public site, before and after anyone has set it up."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from wagtail.models import Site

from accounts.models import User
from cms.models import Brand, ContentPage
from cms.registry import Found, HomeBlock, SearchSource, _site, register_home_block, register_search_source
from tests.factories import make_site

SOFTWARE_NAMES = ("wagtail", "django")


@pytest.fixture
def registry():
    """What a test registers is forgotten after it."""
    blocks, sources = dict(_site.blocks), dict(_site.sources)
    yield
    _site.blocks, _site.sources = blocks, sources


def make_content_page(title: str, *, parent=None, **fields) -> ContentPage:
    body = [("text", "<p>Du texte sur la pâtisserie.</p>")]
    return (parent or make_site()).add_child(instance=ContentPage(title=title, body=body, **fields))


@pytest.mark.django_db
def test_the_home_page_answers_before_there_is_a_site(client):
    Site.objects.all().delete()
    answer = client.get("/")
    assert answer.status_code == 200
    assert b"main" in answer.content


@pytest.mark.django_db
def test_the_home_page_answers_on_a_bare_installation(client):
    assert client.get("/").status_code == 200


@pytest.mark.requirement("CMA-1.7")
def test_visitors_read_the_brand_and_never_the_name_of_the_software(client, cast):
    Brand.objects.create(site=make_site().get_site(), name="Formation des métiers", tagline="Apprendre son métier", colour="#7a1f3d")
    for address in ("/", "/compte/login/", "/recherche/", "/plan-du-site/", "/nulle-part/"):
        text = client.get(address).content.decode().lower()
        assert "formation des métiers" in text
        assert not [name for name in SOFTWARE_NAMES if name in text], address


@pytest.mark.django_db
def test_reading_a_page_writes_no_brand(client):
    make_site()
    client.get("/")
    assert not Brand.objects.exists()


@pytest.mark.django_db
def test_a_block_registered_by_another_app_shows_on_the_home_page(client, registry):
    make_site()
    register_home_block(HomeBlock("one", "components/stat.html", lambda request: {"value": 1}))
    register_home_block(HomeBlock("none", "components/empty.html", lambda request: None))
    answer = client.get("/").content.decode()
    assert 'class="stat"' in answer
    assert 'class="empty"' not in answer


@pytest.mark.django_db
def test_the_search_finds_pages_and_what_apps_register(client, registry):
    make_content_page("Aide à la connexion")
    make_content_page("Retirée connexion", live=False)
    register_search_source(SearchSource("tests", "Parcours", lambda user, words, limit: [Found("Tarte aux pommes", "/tarte/")]))
    text = client.get("/recherche/", {"q": "connexion"}).content.decode()
    assert "Aide à la connexion" in text
    assert "Tarte aux pommes" in text
    assert "Retirée" not in text


@pytest.mark.django_db
def test_an_empty_search_says_nothing_and_a_vain_one_says_so(client):
    make_site()
    assert 'class="empty"' not in client.get("/recherche/").content.decode()
    assert 'class="empty"' in client.get("/recherche/", {"q": "xyzzy"}).content.decode()


@pytest.mark.requirement("CMA-2.1")
def test_the_site_map_lists_public_pages_and_only_those(client, cast):
    page = make_content_page("Aide")
    make_content_page("Aide détaillée", parent=page)
    make_content_page("Caché", live=False)
    text = client.get("/plan-du-site/").content.decode()
    assert "Aide détaillée" in text
    assert "Caché" not in text
    assert "Bibliothèque" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("pages", [1, 30])
def test_the_site_map_costs_the_same_for_one_page_and_for_thirty(client, django_assert_max_num_queries, pages):
    for number in range(pages):
        make_content_page(f"Page {number}")
    client.get("/plan-du-site/")
    with django_assert_max_num_queries(9):
        client.get("/plan-du-site/")


@pytest.mark.django_db
def test_the_footer_links_to_the_pages_editors_show_in_menus(client):
    make_content_page("Accessibilité", show_in_menus=True)
    make_content_page("Actualité")
    footer = client.get("/recherche/").content.decode().split("<footer")[1]
    assert "Accessibilité" in footer
    assert "Actualité" not in footer


@pytest.mark.django_db
def test_a_content_page_shows_its_text(client):
    page = make_content_page("Mentions légales", introduction="Qui publie ce site.")
    text = client.get(page.url).content.decode()
    assert "Qui publie ce site." in text
    assert "pâtisserie" in text


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_what_to_do(client):
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert 'role="search"' in answer.content.decode()


@pytest.mark.django_db
def test_an_unsigned_form_is_refused_with_a_page_that_explains():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/taille-du-texte/", {"size": "125"})
    assert answer.status_code == 403
    assert "site-header" in answer.content.decode()


def test_the_error_page_needs_no_database(rf):
    from django.views.defaults import server_error

    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"<main" in answer.content


# --- Text size ---


@pytest.mark.requirement("CMA-T5")
def test_a_visitors_text_size_is_kept_in_a_cookie(client, db):
    answer = client.post("/taille-du-texte/", {"size": "150", "next": "/recherche/?q=a"})
    assert answer["Location"] == "/recherche/?q=a"
    assert 'data-text-size="150"' in client.get("/recherche/").content.decode()


@pytest.mark.requirement("CMA-T5")
def test_a_signed_in_persons_text_size_goes_with_the_account(cast, as_user):
    as_user(cast.owner).post("/taille-du-texte/", {"size": "200"})
    assert User.objects.get(pk=cast.owner.pk).text_size == 200
    assert 'data-text-size="200"' in as_user(cast.owner).get("/recherche/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "kept"), [("9999", "100"), ("", "100"), ("١٢٥", "125"), ("999", "200"), ("-5", "100")])
def test_an_odd_size_never_fails(client, size, kept):
    client.post("/taille-du-texte/", {"size": size})
    assert f'data-text-size="{kept}"' in client.get("/recherche/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", ""])
def test_the_size_leads_back_to_this_site_only(client, back):
    assert client.post("/taille-du-texte/", {"size": "125", "next": back})["Location"] == "/"


@pytest.mark.django_db
def test_a_cookie_written_by_someone_else_is_read_with_care(client):
    client.cookies["text_size"] = "abc"
    assert 'data-text-size="100"' in client.get("/recherche/").content.decode()


# --- Pictures ---


def _picture() -> ContentFile:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    return ContentFile(buffer.getvalue())


def test_a_rendered_picture_leaves_with_safe_headers(client, db):
    name = default_storage.save("images/essai.png", _picture())
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["images/essai.svg", "images/page.html", "documents/essai.png", "essai.png", "images/../documents/x.png"])
def test_nothing_else_of_the_store_leaves(client, db, path):
    if ".." not in path:
        path = default_storage.save(path, _picture())
    assert client.get(f"/media/{path}").status_code == 404


def test_a_missing_picture_or_a_folder_is_not_found(client, db):
    assert client.get("/media/images/absent.png").status_code == 404
    assert client.get("/media/images/../../etc/passwd.png").status_code == 404


@pytest.mark.parametrize(("who", "status"), [(None, 404), ("stranger", 404), ("manager", 404), ("staff", 200)])
def test_originals_are_for_the_back_office(cast, as_user, who, status):
    name = default_storage.save("original_images/essai.png", _picture())
    cast.editor.is_staff = True
    cast.editor.save()
    person = {"staff": cast.editor, None: None}.get(who, getattr(cast, who or "", None))
    assert as_user(person).get(f"/media/{name}").status_code == status


# --- Health, robots ---


@pytest.mark.django_db
def test_health(client):
    assert client.get("/healthz").content == b"ok\n"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok"}


@pytest.mark.django_db
def test_not_ready_when_the_database_is_down(client, monkeypatch):
    from django.db import OperationalError

    from cms.views import health

    def down():
        raise OperationalError("down")

    monkeypatch.setattr(health, "_ask_database", down)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "down"


@pytest.mark.django_db
def test_robots_keep_out_of_what_needs_an_account(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /espace/" in text
    assert "Disallow: /compte/" in text


# --- Compression ---


@pytest.mark.django_db
def test_pages_travel_compressed_and_pictures_as_they_are(client):
    assert client.get("/plan-du-site/", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"
    name = default_storage.save("images/grande.png", ContentFile(b"\x89PNG" + b"0" * 5000))
    assert "Content-Encoding" not in client.get(f"/media/{name}", headers={"accept-encoding": "gzip"})


def test_the_gallery_is_for_those_who_build(client, db, settings):
    assert client.get("/components/").status_code == 200
    settings.DEMO_PAGES = False
    assert client.get("/components/").status_code == 404
