"""The public site that editors make: blocks, news, accessibility statement, footer, list for search engines."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from cms.blocks import LinkBlock, VideoBlock
from cms.models import AccessibilityPage, Brand, ContentPage, NewsIndexPage, NewsPage
from pathways.models import PathwayIndexPage
from tests.factories import make_object, make_pathway, make_region, make_session, make_site

pytestmark = pytest.mark.django_db


FILM = "https://video.exemple.org/1"


def make_picture():
    return get_image_model().objects.create(title="Fournil", file=get_test_image_file())


def make_news(title: str, **fields) -> NewsPage:
    index = NewsIndexPage.objects.first() or make_site().add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))
    return index.add_child(instance=NewsPage(title=title, **fields))


def make_statement(**fields) -> AccessibilityPage:
    values = {"organisation": "Le réseau", "state": "partial", "rate": 82, "contact_email": "acces@example.org", **fields}
    return make_site().add_child(instance=AccessibilityPage(title="Déclaration d’accessibilité", **values))


def read(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode().replace("\u00a0", " ")


def every_block() -> list:
    picture = {"image": make_picture(), "alt_text": "Un four ouvert", "decorative": False}
    link = {"label": "Voir", "page": None, "address": "https://exemple.org/suite"}
    return [
        ("hero", {"title": "Apprendre un geste", "text": "<p>Chez soi.</p>", "picture": picture, "search": True, "links": [link]}),
        ("text", "<h2>Un texte</h2>"),
        ("image", picture),
        ("quote", "Bien faire"),
        ("text_picture", {"heading": "À côté", "text": "<p>Texte</p>", "picture": picture, "caption": "Légende", "side": "start"}),
        ("cards", {"heading": "Trois raisons", "cards": [{"icon": "map", "title": "Court", "text": "Une heure", "links": [link]}]}),
        ("figures", {"heading": "Chiffres", "figures": [{"value": "92 %", "label": "vont au bout", "source": "2026"}]}),
        ("testimonials", {"heading": "Ils disent", "people": [{"words": "Utile", "name": "Monique", "trade": "", "picture": picture}]}),
        ("call", {"title": "Prêt ?", "text": "Allons-y", "link": link}),
        ("questions", {"heading": "Questions", "questions": [{"question": "Combien ?", "answer": "<p>Rien</p>"}]}),
        ("video", {"title": "Le film", "poster": picture, "film": None, "address": FILM, "transcript": "<p>Mot à mot</p>"}),
        ("logos", {"heading": "Partenaires", "logos": [{"logo": picture, "address": ""}]}),
        ("pathways", {"heading": ""}),
        ("sessions", {"heading": "Prochaines dates"}),
        ("news", {"heading": ""}),
    ]


@pytest.mark.requirement("CMA-T6")
def test_a_home_page_of_every_block_shows_them_all_and_asks_nobody_else_for_anything(client):
    home, region = make_site(), make_region("Bretagne")
    pathway = make_pathway(make_object(), title="Tarte fine")
    make_session(pathway, region, starts_on=timezone.localdate() + timedelta(days=4), opens_at=timezone.now() + timedelta(days=4))
    make_news("Une nouvelle salle")
    home.body = every_block()
    home.save_revision().publish()
    page = read(client, "/")
    assert page.count("<h1") == 1
    for words in (
        "Apprendre un geste",
        "92 %",
        "Monique",
        "Prêt ?",
        "Combien ?",
        "Mot à mot",
        "Tarte fine",
        "Prochaines dates",
        "Bretagne",
    ):
        assert words in page
    for words in ("Une nouvelle salle", "Regarder sur video.exemple.org", 'alt="Un four ouvert"'):
        assert words in page
    assert "<iframe" not in page
    assert 'src="http' not in page


def test_a_home_page_without_blocks_keeps_its_usual_parts(client):
    home = make_site()
    home.introduction = "<p>Des parcours courts.</p>"
    home.save_revision().publish()
    make_news("Une nouvelle salle")
    page = read(client, "/")
    assert "Des parcours courts." in page
    assert "Comment ça se passe" in page
    assert "Une nouvelle salle" in page


def test_pictures_written_before_blocks_had_alternatives_still_show(client):
    """Data of the first release: a picture was its number alone, a quotation a line."""
    page = make_site().add_child(instance=ContentPage(title="Ancienne page"))
    raw = [{"type": "image", "value": make_picture().pk}, {"type": "quote", "value": "Bien faire"}]
    ContentPage.objects.filter(pk=page.pk).update(body=ContentPage._meta.get_field("body").to_python(raw))
    text = read(client, page.url)
    assert "<blockquote>Bien faire</blockquote>" in text
    assert "<figure" in text


@pytest.mark.parametrize("value", [{"label": "x"}, {"label": "x", "address": "https://a.example", "page": "home"}])
def test_a_link_leads_to_one_place(value):
    block = LinkBlock()
    value = block.to_python({**value, "page": make_site().pk if value.get("page") else None})
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_a_video_needs_a_film_or_an_address():
    block = VideoBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "Film", "poster": None, "transcript": "<p>Mots</p>"}))


# --- News ---


@pytest.mark.requirement("DCL-8")
def test_news_are_listed_by_nature_newest_first_and_followed_in_a_feed(client):
    today = timezone.localdate()
    make_news("Ancienne", day=today - timedelta(days=9))
    make_news("Récente", day=today, introduction="Ouverture à Bruz")
    make_news("Appel aux artisans", kind="call", day=today - timedelta(days=2), open_until=today + timedelta(days=5))
    make_news("Pas publiée", live=False)
    url = NewsIndexPage.objects.get().url
    page = read(client, url)
    assert page.index("Récente") < page.index("Appel aux artisans") < page.index("Ancienne")
    assert "Pas publiée" not in page
    calls = read(client, f"{url}?nature=appels")
    assert "Appel aux artisans" in calls
    assert "Ancienne" not in calls
    response = client.get("/fil/actualites.xml")
    feed = ElementTree.fromstring(response.content)
    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == ["Récente", "Appel aux artisans", "Ancienne"]
    assert "Ouverture à Bruz" in response.content.decode()


def test_a_call_that_ended_says_so(client):
    page = make_news("Appel", kind="call", open_until=timezone.localdate() - timedelta(days=1))
    assert "C’est terminé" in read(client, page.url)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_news_costs_the_same_for_one_and_thirty(client, django_assert_max_num_queries, count):
    for number in range(count):
        make_news(f"Nouvelle {number}")
    url = NewsIndexPage.objects.get().url
    client.get(url)
    with django_assert_max_num_queries(16):
        assert client.get(url).context["articles"].paginator.count == count


# --- Accessibility statement, footer ---


@pytest.mark.requirement("CMA-1.5")
def test_the_statement_is_whole_and_its_state_is_on_every_page(client):
    statement = make_statement(not_conforming="<ul><li>Les anciens modules</li></ul>")
    page = read(client, statement.url)
    for words in ("partiellement conforme", "82 %", "Les anciens modules", "acces@example.org", "Défenseur des droits"):
        assert words in page
    for address in ("/", "/recherche/", "/compte/login/", "/nulle-part/"):
        footer = client.get(address).content.decode().replace("\u00a0", " ").split("<footer")[1]
        assert "Accessibilité : partiellement conforme" in footer, address


@pytest.mark.parametrize(
    ("state", "rate", "accepted"),
    [
        ("total", 100, True),
        ("total", 99, False),
        ("partial", 50, True),
        ("partial", 49, False),
        ("partial", None, False),
        ("none", None, True),
        ("none", 80, False),
    ],
)
def test_state_and_rate_of_the_statement_agree(state, rate, accepted):
    page = AccessibilityPage(title="Accessibilité", slug="a", organisation="Le réseau", contact_email="a@b.fr", state=state, rate=rate)
    if accepted:
        page.clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            page.clean()
        assert "rate" in refusal.value.message_dict


@pytest.mark.requirement("CMA-1.7")
def test_the_foot_holds_the_columns_and_the_mention_of_the_brand(client):
    home = make_site()
    hidden = home.add_child(instance=ContentPage(title="Retirée", live=False))
    links = [{"label": "Nos parcours", "page": PathwayIndexPage.objects.get().pk}, {"label": "Retirée", "page": hidden.pk}]
    column = {"heading": "Se former", "links": [*links, {"label": "Ailleurs", "address": "https://exemple.org/"}]}
    field = Brand._meta.get_field("footer")
    Brand.objects.create(
        site=Site.objects.get(root_page=home),
        legal_mention="© Réseau",
        help_hours="De 9 h à 12 h",
        help_phone="02",
        footer=field.to_python([{"type": "column", "value": column}]),
    )
    footer = client.get("/recherche/").content.decode().split("<footer")[1]
    for words in ("Se former", "/formations/", "https://exemple.org/", "© Réseau", "De 9 h à 12 h"):
        assert words in footer
    assert "Retirée" not in footer, "a link to a page that is no longer public is left out"


def test_the_foot_costs_few_queries(client):
    make_statement()
    client.get("/logiciel-libre/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/logiciel-libre/")
    assert len(captured) <= 4


# --- Search, site map ---


@pytest.mark.requirement("CMA-2.1")
def test_the_search_finds_news_and_pages_by_their_whole_text_without_accents(client):
    make_site().add_child(instance=ContentPage(title="Aide", body=[("text", "<p>Réglez le <b>thermostat</b></p>")]))
    make_news(
        "Salle", body=[("questions", {"heading": "", "questions": [{"question": "Où ?", "answer": "<p>À Lannion, près de l’église</p>"}]})]
    )
    make_statement()
    assert "Aide" in read(client, "/recherche/?q=REGLEZ thermostat")
    assert "Salle" in read(client, "/recherche/?q=eglise lannion")
    assert "Déclaration d’accessibilité" in read(client, "/recherche/?q=accessibilite")


def test_search_engines_get_every_public_page_and_only_those(client):
    news = make_news("Une nouvelle")
    hidden = make_site().add_child(instance=ContentPage(title="Cachée", live=False))
    make_object(title="Objet de bibliothèque")
    listed = [
        one.text
        for one in ElementTree.fromstring(client.get("/sitemap.xml").content).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert news.full_url in listed
    assert len(listed) == 4, "home, catalogue, list of news, the news"
    assert not [one for one in listed if hidden.slug in one or "bibliotheque" in one]
    assert "Sitemap: http" in client.get("/robots.txt").content.decode()
