"""Finding one's organisation: on the sign-in page, by the address, in the list of regions."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from federation.models import IdentityProvider
from tests.factories import make_region, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T1")]


def make_provider(name: str, region=None, **fields) -> IdentityProvider:
    number = IdentityProvider.objects.count()
    values = {"slug": f"organisme-{number}", "issuer": "https://idp.example", "client_id": "x", "is_active": True, **fields}
    return IdentityProvider.objects.create(name=name, region=region, **values)


def links(page) -> list[str]:
    """The names of the providers to which the page leads, in order."""
    return [one.name for one in sorted(IdentityProvider.objects.all(), key=lambda one: page.find(_start(one))) if _start(one) in page]


def _start(one: IdentityProvider) -> str:
    return f'href="{reverse("federation:start", args=[one.slug])}'


def test_without_any_the_sign_in_page_says_nothing_of_organisations():
    assert "organisme a sa propre connexion" not in Client().get(reverse("account_login")).text


def test_a_few_are_buttons_on_the_sign_in_page_by_region():
    make_provider("Chambre B", make_region("Bretagne"))
    make_provider("Chambre A", make_region("Alsace"))
    make_provider("Pour tous")
    make_provider("Pas encore", is_active=False)
    page = Client().get(reverse("account_login"), {"next": "/compte/profil/"}).text
    assert links(page) == ["Pour tous", "Chambre A", "Chambre B"]
    assert f'{_start(IdentityProvider.objects.get(name="Chambre A"))}?next=%2Fcompte%2Fprofil%2F"' in page


def test_many_are_on_a_page_of_their_own():
    for number in range(21):
        make_provider(f"Chambre {number}", make_region(f"Région {number:02d}"))
    browser = Client()
    page = browser.get(reverse("account_login"), {"next": "/compte/profil/"}).text
    assert links(page) == []
    assert f'href="{reverse("federation:choose")}?next=%2Fcompte%2Fprofil%2F"' in page
    assert len(links(browser.get(reverse("federation:choose")).text)) == 21


def test_one_is_found_by_the_address_one_has_there():
    make_provider("Chambre A", make_region("Alsace"), domains="alsace.example")
    make_provider("Chambre B", make_region("Bretagne"), domains="bretagne.example agence.example")
    place = reverse("federation:choose")
    page = Client().post(place, {"email": "Lea@Agence.Example", "next": "/compte/profil/"}).text
    found = page.split("Ou choisissez-le ici")[0]
    assert links(found) == ["Chambre B"]
    assert "?next=%2Fcompte%2Fprofil%2F" in found
    assert "Aucun organisme n’est connu pour cette adresse" in Client().post(place, {"email": "lea@elsewhere.example"}).text
    assert "Écrivez votre adresse électronique" in Client().post(place, {"email": ""}).text.replace("\u00a0", " ")


def test_where_one_was_going_is_never_elsewhere():
    one = make_provider("Chambre", make_region("Alsace"))
    page = Client().get(reverse("federation:choose"), {"next": "https://evil.example/"}).text
    assert f'{_start(one)}"' in page, "the link goes to the provider, and from there to the person's own pages"


def test_after_a_wrong_password_the_organisation_of_the_address_comes_first():
    for number in range(5):
        make_provider(f"Chambre {number}", make_region(f"Région {number}"), domains=f"chambre{number}.example")
    page = Client().post(reverse("account_login"), {"login": "lea@chambre3.example", "password": "non"}).text
    assert links(page) == ["Chambre 3"]
    assert "Votre organisme a sa propre connexion" in page


def test_it_is_the_same_whoever_has_an_account(region):
    """The domain alone speaks, not whether somebody is known."""
    make_provider("Chambre", region, domains="chambre.example")
    make_user("Léa", email="lea@chambre.example", role=Role.LEARNER, region=region)
    pages = [Client().post(reverse("federation:choose"), {"email": one}).text for one in ("lea@chambre.example", "non@chambre.example")]
    assert links(pages[0]) == links(pages[1]) == ["Chambre"]


def test_the_pages_ask_as_much_for_one_as_for_thirty(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_provider("Chambre", make_region("Alsace"))
    browser = Client()
    for name in ("account_login", "federation:choose"):
        browser.get(reverse(name))
        with CaptureQueriesContext(connection) as first:
            browser.get(reverse(name))
        for number in range(30):
            make_provider(f"{name} {number}", make_region(f"Région {number}"))
        with django_assert_num_queries(len(first)):
            browser.get(reverse(name))
