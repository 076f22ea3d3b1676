"""A region's provider of each kind, and a browser that goes there and comes back."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from federation.domain.sealing import seal_secret
from federation.enums import Kind
from federation.models import IdentityProvider
from tests.factories import make_region
from tests.federation.oidc_provider import CLIENT, SECRET, local_oidc


@pytest.fixture
def region(db):
    return make_region("Bretagne")


@pytest.fixture
def elsewhere(db):
    return make_region("La Réunion")


@pytest.fixture
def oidc():
    """What is kept of it goes by its address, which is new each time."""
    with local_oidc() as provider:
        yield provider


@pytest.fixture
def chamber(oidc, region) -> IdentityProvider:
    """The region's provider by OpenID Connect."""
    return IdentityProvider.objects.create(
        name="Chambre de Bretagne",
        slug="chambre",
        kind=Kind.OIDC,
        region=region,
        issuer=oidc.origin,
        client_id=CLIENT,
        sealed_secret=seal_secret(SECRET),
        domains="chambre.example",
        is_active=True,
    )


def begin(browser: Client, provider: IdentityProvider, **query) -> str:
    """The address of the provider to which the browser is sent."""
    answer = browser.get(reverse("federation:start", args=[provider.slug]), query)
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def asked_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def there_and_back(browser: Client, oidc, provider: IdentityProvider, **query):
    """The whole way by OpenID Connect, the person having signed in at the provider."""
    back = oidc.approve(asked_of(begin(browser, provider, **query)))
    return browser.get(urlsplit(back).path, asked_of(back))


def is_in(browser: Client) -> bool:
    return browser.get(reverse("accounts:profile")).status_code == 200
