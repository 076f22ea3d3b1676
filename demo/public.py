"""What visitors of the demonstration read: the home page of blocks, news, help, legal pages, accessibility statement."""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw
from wagtail.images import get_image_model
from wagtail.models import Site

from cms.models import AccessibilityPage, Brand, ContentPage, HomePage, NewsIndexPage, NewsKind, NewsPage
from demo.content import public as texts
from demo.site import publish
from pathways.models import PathwayIndexPage, PathwayPage


def make_public_pages(home: HomePage) -> None:
    catalogue = PathwayIndexPage.objects.get()
    aid = publish(home, ContentPage(title="Aide", slug="aide", introduction=texts.HELP_LEAD, body=texts.HELP, show_in_menus=True))
    publish(home, ContentPage(title="Mentions légales", slug="mentions-legales", body=[("text", texts.LEGAL)], show_in_menus=True))
    publish(
        home, ContentPage(title="Données personnelles", slug="donnees-personnelles", body=[("text", texts.PRIVACY)], show_in_menus=True)
    )
    publish(home, AccessibilityPage(title="Accessibilité", slug="accessibilite", **texts.STATEMENT))
    news = _news(home)
    home.body = _blocks(catalogue)
    home.save_revision().publish()
    columns = [
        ("Se former", [("Nos parcours", catalogue), ("Actualités", news)]),
        ("Être accompagné", [("Aide", aid)]),
    ]
    brand = Brand.objects.get(site=Site.objects.get(root_page=home))
    brand.footer = [("column", _column(heading, links)) for heading, links in columns]
    brand.legal_mention = "Site de démonstration. Les personnes, entreprises et sessions y sont imaginaires."
    brand.help_hours = "du lundi au vendredi, de 9 h à 17 h"
    brand.accent = "#8a4b08"
    brand.save()


def _column(heading: str, links) -> dict:
    return {"heading": heading, "links": [{"label": label, "page": page, "address": ""} for label, page in links]}


def _news(home: HomePage) -> NewsIndexPage:
    index = publish(
        home, NewsIndexPage(title="Actualités", slug="actualites", introduction="Ce qui bouge dans le réseau, et ce qui s’ouvre à vous.")
    )
    today = timezone.localdate()
    for days, kind, title, slug, introduction, body in texts.NEWS:
        until = today + timedelta(days=30) if kind != NewsKind.NEWS else None
        article = NewsPage(title=title, slug=slug, kind=kind, day=today - timedelta(days=days), open_until=until, introduction=introduction)
        article.body = [("text", body)]
        publish(index, article)
    return index


def _blocks(catalogue: PathwayIndexPage) -> list:
    picture = {"image": _shop(), "alt_text": "", "decorative": True}
    see_all = {"label": "Voir les parcours", "page": catalogue, "address": ""}
    first = PathwayPage.objects.get(slug="reussir-ma-strategie-facebook")
    return [
        ("hero", {"title": texts.HERO_TITLE, "text": texts.HERO_TEXT, "picture": picture, "search": True, "links": [see_all]}),
        ("cards", {"heading": "Comment ça se passe", "cards": [{**card, "links": []} for card in texts.STEPS]}),
        ("pathways", {"heading": "Parcours à la une"}),
        ("figures", {"heading": "En quelques chiffres", "figures": texts.FIGURES}),
        ("sessions", {"heading": ""}),
        ("testimonials", {"heading": "Ils l’ont fait", "people": texts.WITNESSES}),
        ("news", {"heading": ""}),
        ("questions", {"heading": "Vous vous demandez peut-être", "questions": texts.QUESTIONS}),
        ("call", {**texts.CALL, "link": {"label": "Découvrir ce parcours", "page": first, "address": ""}}),
    ]


# The shop front: (left, top, width, height, colour, radius of the corners), in the order they are painted.
WIDE, HIGH, FINE = 960, 720, 2
BOXES = (
    (0, 600, 960, 120, "#d9cfbb", 0),
    (150, 120, 660, 490, "#0f5f5c", 16),
    (190, 160, 580, 60, "#f7e6c4", 10),
    (200, 390, 330, 220, "#fdf3dc", 8),
    (580, 390, 170, 220, "#7a3b12", 8),
    (600, 410, 130, 110, "#fdf3dc", 6),
    (220, 575, 290, 12, "#8a4b08", 4),
)
CAKES = ((235, "#c4622d"), (330, "#d9a441"), (425, "#8a4b08"))
STRIPES = ("#c4622d", "#fffefc")


def _shop():
    """A drawn shop front, in the colours of the demonstration."""
    picture = Image.new("RGB", (WIDE * FINE, HIGH * FINE), "#f2ede2")
    pen = ImageDraw.Draw(picture)
    for x, y, wide, high, colour, radius in BOXES:
        pen.rounded_rectangle([FINE * one for one in (x, y, x + wide, y + high)], FINE * radius, fill=colour)
    for number in range(8):
        start, colour = 150 + number * 82.5, STRIPES[number % 2]
        pen.rectangle([FINE * one for one in (start, 250, start + 82.5, 330)], fill=colour)
        pen.pieslice([FINE * one for one in (start, 290, start + 82.5, 370)], 0, 180, fill=colour)
    for x, colour in CAKES:
        pen.pieslice([FINE * one for one in (x, 515, x + 75, 635)], 180, 360, fill=colour)
    pen.ellipse([FINE * one for one in (820, 60, 900, 140)], fill="#d9a441")
    kept = BytesIO()
    picture.resize((WIDE, HIGH), Image.Resampling.LANCZOS).save(kept, "PNG", optimize=True)
    return get_image_model().objects.create(title="Devanture", file=ContentFile(kept.getvalue(), "devanture.png"))
