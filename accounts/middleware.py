"""Request guards and personal settings."""

import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from accounts.domain import sessions
from accounts.domain.connection import Throttle, note_request
from accounts.domain.two_step import Duty, duty_in
from accounts.foreign_posts import takes_foreign_posts


class FetchMetadataMiddleware:
    """Refuse what another origin's script or frame asks of the site (Fetch Metadata, W3C).

    Browsers label each request; the only foreign requests let through are top-level GET navigations.
    Content on the content origin is foreign too, even on a sibling domain.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        site = request.headers.get("Sec-Fetch-Site", "")
        if site in {"cross-site", "same-site"} and not self._is_navigation(request) and not takes_foreign_posts(request):
            return HttpResponseForbidden("Cross-origin request refused.", content_type="text/plain")
        return self.get_response(request)

    @staticmethod
    def _is_navigation(request) -> bool:
        return (
            request.method in {"GET", "HEAD"}
            and request.headers.get("Sec-Fetch-Mode") == "navigate"
            and request.headers.get("Sec-Fetch-Dest") in {"document", "empty", None}
        )


class WholeAddressMiddleware:
    """An address that holds the character zero is nobody's: PostgreSQL keeps it in no text, and would fail on the search."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("the address holds the character zero")
        return self.get_response(request)


class SessionLimitsMiddleware:
    """A session that was left alone, or has lasted long enough, is over: the person signs in again (DCL-14)."""

    words = {
        sessions.Ending.IDLE: gettext_lazy("You were away for a while: sign in again to go on. What you had saved is safe."),
        sessions.Ending.ELSEWHERE: gettext_lazy(
            "You were signed out here because you signed in on another device. If it was not you, change your password."
        ),
        sessions.Ending.AGE: gettext_lazy("Your session has lasted its time: sign in again to go on. What you had saved is safe."),
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            request.session_ending = sessions.outlived(request.session) if "opened_at" in request.session else None
            if request.session_ending:
                logout(request)
            else:
                sessions.touch(request)
        elif self._ended_for_another(request):
            request.session_ending = sessions.Ending.ELSEWHERE
        return self.get_response(request)

    @staticmethod
    def _ended_for_another(request) -> bool:
        """Does the browser still hold the key of a session that ended when its owner signed in elsewhere?"""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        return bool(key) and request.session.is_empty() and sessions.ended_for_another(key)

    def process_view(self, request, view, args, kwargs):
        """Said once the middleware of messages is there."""
        ending = getattr(request, "session_ending", None)
        if ending:
            messages.info(request, self.words[ending])


class PersonalSettingsMiddleware:
    """Each signed-in person reads in their language and time zone; what they read is left in no cache (ASVS 8.2.1)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            with timezone.override(None):
                return self.get_response(request)
        with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone) if user.time_zone else None):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


# What every page of the site is dressed with, also one that asks for something first.
DRESS = frozenset({"cms:brand_stylesheet", "cms:favicon", "cms:picture", "cms:text_size"})


class ForcedPasswordMiddleware:
    """A person whose password somebody else knows chooses their own before anything else (CMA-T1)."""

    open_to_all = DRESS | {"accounts:forced_change", "account_logout"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not request.user.must_change_password or hasattr(request, "seen_by"):
            return None
        return None if request.resolver_match.view_name in self.open_to_all else redirect("accounts:forced_change")


class TwoStepMiddleware:
    """Whoever must have a second step is led to it: on signing in during the days of grace, before anything else after them."""

    open_to_all = DRESS | {
        "accounts:two_step", "accounts:two_step_later", "accounts:forced_change", "account_logout", "account_reauthenticate",
    }  # fmt: skip

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or request.user.must_change_password or hasattr(request, "seen_by"):
            return None
        name = request.resolver_match.view_name or ""
        if name in self.open_to_all or name.startswith("mfa_"):
            return None
        duty = self._duty(request)
        waits = duty == Duty.SOON and request.session.get("two_step_later")
        return redirect("accounts:two_step") if duty and not waits else None

    @staticmethod
    def _duty(request) -> str:
        """Asked of the database on signing in (accounts.receivers), then at each page of those who owe it."""
        if request.session.get("two_step") != Duty.NONE:
            request.session["two_step"] = str(duty_in(request, request.user))
        return request.session["two_step"]


class ConsentMiddleware:
    """Whoever signs in after a text changed that binds again meets it first, then goes on where they were going (CMA-1.13).

    What is owed is asked of the database on signing in alone (accounts.receivers).
    """

    open_to_all = frozenset(
        {
            "accounts:consent_owed",
            "account_logout",
            "privacy:text",
            "privacy:text_version",
            "privacy:information",
            "visits:about",
            "visits:choose",
        }
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not request.session.get("consents_owed") or hasattr(request, "seen_by"):
            return None
        if request.resolver_match.view_name in self.open_to_all or request.headers.get("Sec-Fetch-Dest", "document") != "document":
            return None
        onward = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        return redirect(reverse("accounts:consent_owed") + onward)


class ConnectionTimeMiddleware:
    """Time on the platform is counted from the pages people ask for, at most once per interval for each of them."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.throttle = Throttle()

    def __call__(self, request):
        every, now = settings.CONNECTION_EVERY_SECONDS, timezone.now()
        if every and request.user.is_authenticated and self.throttle.passes(request.user.pk, now, every):
            note_request(request.user.pk, now)
        return self.get_response(request)
