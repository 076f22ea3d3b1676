# SPDX-License-Identifier: EUPL-1.2
"""What a request tells of a visit: whether it counts, which page, from where, on what. Pure functions of the request."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from iptocc import country_code

from visits.models import Device, Kind, Origin

COOKIE = "do_not_count"
BACK_OFFICE = "/admin/"
# Shown to those who build the site, or to nobody.
LEFT_OUT = frozenset({"cms:gallery", "courses:preview", "pathways:preview", "messaging:mails", "messaging:mail", "messaging:mail_html"})
PUBLIC_PAGE = "wagtail_serve"
LONGEST = 200

# Browsers of people say that they are Mozilla; so do some robots, which say what they are as well. Cubot makes telephones.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|bot[/_;)-]|crawl|spider|slurp|archiver|headless|phantomjs|lighthouse|pagespeed|pingdom|uptime|monitor|validator"
    r"|facebookexternalhit|mediapartners|google-(?!search)|googleother|apis-google|feedfetcher|inspectiontool|chatgpt|claude-|perplexity"
    r"|scrap|http-?client|python|curl|wget|selenium|puppeteer|playwright|preview",
    re.IGNORECASE,
)
_TABLET = re.compile(r"ipad|tablet|kindle|silk(?!.*mobile)|playbook|android(?!.*mobile)", re.IGNORECASE)
_PHONE = re.compile(r"mobi|iphone|ipod|android|windows phone", re.IGNORECASE)

_SEARCH = frozenset(["google", "bing", "duckduckgo", "qwant", "ecosia", "yahoo", "lilo", "startpage", "yandex", "baidu", "brave", "mojeek"])
_SOCIAL = frozenset(["facebook", "instagram", "linkedin", "twitter", "youtube", "tiktok", "pinterest", "reddit", "threads", "whatsapp"])
_SOCIAL_HOSTS = frozenset({"t.co", "x.com", "lnkd.in", "youtu.be", "l.messenger.com", "web.whatsapp.com"})
_MAIL = re.compile(r"^(mail|webmail\d*|messagerie[\w-]*|outlook|zimbra|roundcube)\.|\bmail\.")


@lru_cache(maxsize=512)
def is_person(agent: str) -> bool:
    """Whether a User-Agent is that of a browser in front of somebody, as far as it says."""
    return agent.startswith("Mozilla/") and not _ROBOT.search(agent)


@lru_cache(maxsize=512)
def device_kind(agent: str, mobile: str) -> str:
    """mobile: the Sec-CH-UA-Mobile header. An iPad that says it is a Mac counts as a computer."""
    if _TABLET.search(agent):
        return Device.TABLET
    return Device.PHONE if mobile == "?1" or _PHONE.search(agent) else Device.COMPUTER


def is_page(request, response) -> bool:
    """A whole page of HTML that was shown, asked for by a person."""
    headers = request.headers
    return (
        request.method == "GET"
        and response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and request.resolver_match is not None
        and request.resolver_match.view_name not in LEFT_OUT
        and not request.path.startswith(BACK_OFFICE)
        and not hasattr(request, "seen_by")
        and headers.get("Sec-Fetch-Dest", "document") == "document"
        and "HX-Request" not in headers
        and "prefetch" not in headers.get("Sec-Purpose", headers.get("Purpose", ""))
        and is_person(headers.get("User-Agent", ""))
    )


def is_made_up(request) -> bool:
    """Made-up people of a sandbox are no visitors."""
    return request.user.is_authenticated and request.user.is_made_up


def refuses(request) -> bool:
    """The person, or their browser, asked not to be counted."""
    headers = request.headers
    return headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1" or has_chosen(request)


def has_chosen(request) -> bool:
    """Somebody asked on this device not to be counted."""
    return bool(request.COOKIES.get(COOKIE))


def page_name(request) -> str:
    """The name of the page's route, which has neither people nor tokens in it; the path of a page of the public site."""
    name = request.resolver_match.view_name
    return (request.path if name == PUBLIC_PAGE else name or request.resolver_match.route)[:LONGEST]


def told_by(request, address: str) -> dict:
    """What is counted of the page, by kind. Regions are those of the roles of a signed-in person."""
    headers = request.headers
    origin, host = origin_of(headers.get("Referer", ""))
    user = request.user
    return {
        Kind.PAGE: page_name(request),
        Kind.ORIGIN: origin,
        Kind.HOST: host,
        Kind.DEVICE: device_kind(headers.get("User-Agent", ""), headers.get("Sec-CH-UA-Mobile", "")),
        Kind.COUNTRY: country_of(address),
        Kind.LANGUAGE: language_of(headers.get("Accept-Language", "")),
        Kind.REGION: [str(pk) for pk in user.held_region_ids] if user.is_authenticated else [],
    }


def origin_of(referrer: str) -> tuple[str, str]:
    """Group and host of a Referer header, of which nothing but the host is looked at; our own pages are no origin."""
    host = _host(referrer)
    if not host or host in _own_hosts():
        return Origin.DIRECT, ""
    return _group(host), host


@lru_cache(maxsize=512)
def _group(host: str) -> str:
    labels = host.split(".")
    name = labels[-3] if len(labels) > 2 and labels[-2] in {"co", "com"} else labels[-2] if len(labels) > 1 else host
    if _MAIL.search(host):
        return Origin.MAIL
    if host in _SOCIAL_HOSTS or name in _SOCIAL:
        return Origin.SOCIAL
    return Origin.SEARCH if name in _SEARCH else Origin.SITE


def _host(referrer: str) -> str:
    """An app of Android names itself back to front: com.google.android.gm."""
    try:
        parts = urlsplit(referrer)
        host = (parts.hostname or "")[:LONGEST]
    except ValueError:
        return ""
    if parts.scheme == "android-app":
        return ".".join(reversed(host.split(".")[:2]))
    return host.removeprefix("www.").removeprefix("m.") if parts.scheme in {"http", "https"} else ""


@lru_cache(maxsize=1)
def _own_hosts() -> frozenset[str]:
    return frozenset((urlsplit(origin).hostname or "").removeprefix("www.") for origin in (settings.SITE_ORIGIN, settings.CONTENT_ORIGIN))


@lru_cache(maxsize=4096)
def country_of(address: str) -> str:
    """The ISO 3166 code of the country to which a registry gave the address; "" where none did."""
    try:
        return country_code(address) or ""
    except ValueError:
        return ""


@lru_cache(maxsize=512)
def language_of(accepted: str) -> str:
    """The code of the language that the browser prefers; "" where it says none."""
    code = accepted.split(",", 1)[0].split(";", 1)[0].split("-", 1)[0].strip().lower()
    return code if code.isalpha() and len(code) in {2, 3} else ""
