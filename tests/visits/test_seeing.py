"""What counts as a visit, and what a request tells of it."""

import pytest
from django.urls import reverse

from tests.factories import make_site
from tests.visits.conftest import FIREFOX, PHONE
from visits.domain import buffer
from visits.domain.seeing import COOKIE, country_of, device_kind, is_person, language_of, origin_of
from visits.models import Device, Kind, Origin

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T7")]

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
ANDROID_TABLET = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
GOOGLE_APP = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 GSA/380.0 Mobile/15E148 Safari/604.1"
CUBOT = "Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"
FACEBOOK_APP = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]"


def noted() -> list[dict]:
    return [view.told for view in buffer._waiting]


def test_a_page_shown_to_somebody_is_noted_by_the_name_of_its_route(see):
    see("/plan-du-site/?q=monique@example.org")
    (told,) = noted()
    assert told[Kind.PAGE] == "cms:site_map"
    assert "monique" not in str(told)


@pytest.mark.parametrize(
    "headers",
    [
        {"DNT": "1"},
        {"Sec-GPC": "1"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"},
        {"HX-Request": "true"},
    ],
    ids=str,
)
def test_what_is_not_a_page_or_must_not_be_counted_is_left_out(see, headers):
    assert see(**headers).status_code == 200
    assert noted() == []


@pytest.mark.parametrize("path", ["/healthz", "/robots.txt", "/sitemap.xml", "/nulle-part/", "/components/", "/compte/profil/"])
def test_answers_that_are_no_page_of_the_site_are_left_out(see, path):
    see(path)
    assert noted() == []


def test_the_back_office_is_left_out(see, cast, as_user):
    assert see("/admin/", browser=as_user(cast.editor)).status_code == 200
    assert noted() == []


def test_whoever_looks_as_somebody_else_is_left_out(see, cast, as_user):
    browser = as_user(cast.manager)
    browser.post(reverse("accounts:see_as", args=[cast.owner.uid]))
    assert see(reverse("training_sessions:home"), browser=browser).status_code == 200
    assert noted() == []


def test_a_page_of_the_public_site_is_noted_by_its_path(see):
    make_site()
    assert see("/formations/").status_code == 200
    assert noted()[0][Kind.PAGE] == "/formations/"


def test_pages_with_people_in_their_address_are_noted_without_them(see, cast, as_user):
    see(reverse("training_sessions:person", args=[cast.owner.uid]), browser=as_user(cast.manager))
    see(reverse("training_sessions:pathway", args=[cast.enrolment.pk]), browser=as_user(cast.owner))
    assert [told[Kind.PAGE] for told in noted()] == ["training_sessions:person", "training_sessions:pathway"]
    assert str(cast.owner.uid) not in str(noted())


def test_the_regions_are_those_of_the_roles_of_whoever_is_signed_in(see, cast, as_user):
    see(browser=as_user(cast.owner))
    see(browser=as_user(cast.national))
    see()
    assert [told[Kind.REGION] for told in noted()] == [[str(cast.region.pk)], [], []]


def test_a_page_is_shown_even_if_it_cannot_be_counted(see, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("visits.middleware.told_by", broken)
    assert see().status_code == 200
    assert noted() == []


def test_nothing_is_noted_where_nothing_is_counted(see, settings):
    settings.VISITS_COUNTED = False
    see()
    assert noted() == []


@pytest.mark.parametrize("agent", [FIREFOX, PHONE, ANDROID, IPAD, EDGE, GOOGLE_APP, CUBOT, FACEBOOK_APP])
def test_browsers_are_people(agent):
    assert is_person(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0 Safari/537.36",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.1; +https://openai.com/gptbot)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
        "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 Chrome/98 Mobile Safari/537.36 Chrome-Lighthouse",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    ],
)
def test_robots_are_not(agent):
    assert not is_person(agent)


@pytest.mark.parametrize(
    ("agent", "mobile", "kind"),
    [
        (FIREFOX, "", Device.COMPUTER),
        (EDGE, "?0", Device.COMPUTER),
        (PHONE, "", Device.PHONE),
        (ANDROID, "?1", Device.PHONE),
        (ANDROID_TABLET, "?0", Device.TABLET),
        (IPAD, "", Device.TABLET),
        (CUBOT, "", Device.PHONE),
    ],
)
def test_the_kind_of_device(agent, mobile, kind):
    assert device_kind(agent, mobile) == kind


@pytest.mark.parametrize(
    ("referrer", "origin"),
    [
        ("", (Origin.DIRECT, "")),
        ("http://localhost:8000/formations/", (Origin.DIRECT, "")),
        ("pas une adresse", (Origin.DIRECT, "")),
        ("http://[", (Origin.DIRECT, "")),
        ("https://www.google.fr/search?q=monique+le+goff", (Origin.SEARCH, "google.fr")),
        ("https://www.google.co.uk/", (Origin.SEARCH, "google.co.uk")),
        ("https://duckduckgo.com/", (Origin.SEARCH, "duckduckgo.com")),
        ("https://l.facebook.com/l.php?u=x", (Origin.SOCIAL, "l.facebook.com")),
        ("https://t.co/abc", (Origin.SOCIAL, "t.co")),
        ("https://mail.google.com/mail/u/0/", (Origin.MAIL, "mail.google.com")),
        ("https://outlook.live.com/mail/0/", (Origin.MAIL, "outlook.live.com")),
        ("android-app://com.google.android.gm/", (Origin.SEARCH, "google.com")),
        ("android-app://com.linkedin.android/", (Origin.SOCIAL, "linkedin.com")),
        ("https://www.artisanat.fr/metiers?id=3", (Origin.SITE, "artisanat.fr")),
        ("https://x.example.fr/", (Origin.SITE, "x.example.fr")),
    ],
)
def test_the_origin_is_a_host_and_its_group(referrer, origin):
    assert origin_of(referrer) == origin


def test_the_country_is_found_in_the_table_of_the_package():
    assert [country_of(address) for address in ("90.1.2.3", "2a01:e0a::1", "8.8.8.8", "127.0.0.1", "10.0.0.1", "?")] == [
        "FR",
        "FR",
        "US",
        "",
        "",
        "",
    ]


def test_the_language_is_the_first_that_the_browser_prefers():
    assert [language_of(told) for told in ("fr-FR,fr;q=0.9,en;q=0.8", "en", "", "*", "<script>")] == ["fr", "en", "", "", ""]


def test_asking_not_to_be_counted_is_kept_on_the_device_and_can_be_taken_back(see, client):
    assert COOKIE not in client.cookies
    client.post(reverse("visits:choose"), {"count": "no"})
    see(browser=client)
    assert noted() == []
    assert "ne sont pas comptées" in client.get(reverse("visits:about")).content.decode()
    client.post(reverse("visits:choose"), {"count": "yes"})
    see(browser=client)
    assert len(noted()) == 1


def test_a_browser_that_asks_for_it_is_told_that_it_is_heard(client):
    page = client.get(reverse("visits:about"), headers={"Sec-GPC": "1"}).content.decode()
    assert "Votre navigateur" in page
    assert reverse("visits:choose") not in page


def test_the_way_out_is_at_the_foot_of_every_page_on_the_page_of_personal_data_and_in_the_profile(client, cast, as_user):
    address = reverse("visits:about")
    for page in (client.get("/plan-du-site/"), client.get(reverse("privacy:information"))):
        assert address in page.content.decode()
    assert as_user(cast.owner).get(reverse("accounts:profile")).content.decode().count(address) == 2
