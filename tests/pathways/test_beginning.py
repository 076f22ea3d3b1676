import pytest
from django.core.management import call_command
from wagtail.models import Site

from cms.models import HomePage
from courses.models import LibraryPage
from pathways.models import PathwayIndexPage

pytestmark = pytest.mark.django_db


def test_a_new_site_gets_its_pages_once(client):
    for _time in range(2):
        call_command("begin_site", name="Formation des métiers", verbosity=0)
    assert (HomePage.objects.count(), PathwayIndexPage.objects.count(), LibraryPage.objects.count()) == (1, 1, 1)
    assert Site.objects.get(is_default_site=True).root_page.title == "Formation des métiers"
    assert client.get("/").status_code == 200
    assert client.get("/formations/").status_code == 200
