"""Does the connection to a provider work? Everything that can be told before somebody signs in, in words for those in charge."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from federation.domain import oidc
from federation.domain.certificates import CertificateRefused, read_certificates
from federation.domain.fetching import clock_difference, fetch
from federation.domain.saml import SKEW
from federation.domain.saml_metadata import MetadataRefused, fetch_metadata
from federation.enums import Reason
from federation.models import IdentityProvider
from federation.refusals import SignInRefused
from privacy.days import in_words

OK, WARN, ERROR = "ok", "warn", "error"


@dataclass(frozen=True)
class Finding:
    """kind: ok, warn or error. text: what was found, and what to do."""

    kind: str
    text: str


def check(provider: IdentityProvider) -> list[Finding]:
    """The provider is asked now, whatever was kept of its answers."""
    return list(_saml(provider) if provider.is_saml else _oidc(provider))


def _oidc(provider: IdentityProvider) -> Iterator[Finding]:
    place = provider.issuer.rstrip("/") + oidc.WELL_KNOWN
    try:
        published = oidc.description(provider, fresh=True)
    except SignInRefused as refusal:
        yield Finding(ERROR, _no_description(place, refusal))
        return
    yield Finding(OK, _("The provider answers and describes itself: %(address)s") % {"address": place})
    yield from _clock(place)
    yield _keys(provider)
    if "S256" not in published.get("code_challenge_methods_supported", ["S256"]):
        yield Finding(
            WARN, _("The provider does not announce PKCE (S256), the protection of the code: ask whoever runs it to switch it on.")
        )
    yield _client(provider)
    yield from _address(provider, published)


def _no_description(place: str, refusal: SignInRefused) -> str:
    words = {"address": place, "detail": refusal.detail}
    if refusal.reason == Reason.SETTINGS:
        return (
            _("%(address)s answers, but says something else than what is written here (%(detail)s): correct the address of the provider.")
            % words
        )
    return (
        _("%(address)s does not answer as it should (%(detail)s): check the address, and that the provider can be reached from here.")
        % words
    )


def _clock(place: str) -> Iterator[Finding]:
    try:
        ahead = clock_difference(fetch(place))
    except SignInRefused:
        return
    if ahead is not None and abs(ahead) > SKEW.total_seconds():
        words = _("The clock of the provider and ours differ by %(seconds)d seconds: set them right, or answers will be refused.")
        yield Finding(ERROR, words % {"seconds": abs(ahead)})
    elif ahead is not None:
        yield Finding(OK, _("The two clocks agree."))


def _keys(provider: IdentityProvider) -> Finding:
    try:
        found = [
            key for key in oidc.keys(provider, fresh=True) if key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"
        ]
    except SignInRefused as refusal:
        return Finding(ERROR, _("The keys with which it signs cannot be read (%(detail)s).") % {"detail": refusal.detail})
    if not found:
        return Finding(ERROR, _("The provider publishes no key with which it signs."))
    return Finding(OK, _("The keys with which it signs can be read."))


def _client(provider: IdentityProvider) -> Finding:
    """A code that nobody gave: the provider refuses the code when it knows us, and refuses us when it does not."""
    try:
        oidc.exchange(provider, "connection-test", "connection-test-" + "x" * 43)
    except SignInRefused as refusal:
        if refusal.reason == Reason.STATE:
            return Finding(OK, _("The provider knows this platform, and the secret is right."))
        words = {"detail": refusal.detail}
        if refusal.reason == Reason.CLIENT and refusal.detail.startswith(("invalid_client", "unauthorized_client")):
            return Finding(ERROR, _("The provider does not know this client identifier, or the secret is wrong (%(detail)s).") % words)
        return Finding(
            WARN, _("Whether the client identifier and the secret are right cannot be told before a sign-in (%(detail)s).") % words
        )
    return Finding(WARN, _("The provider takes any code: it should not."))


def _address(provider: IdentityProvider, published: dict) -> Iterator[Finding]:
    claims, wanted = published.get("claims_supported"), provider.email_claim or "email"
    if isinstance(claims, list) and wanted not in claims:
        yield Finding(
            WARN, _("The provider does not announce “%(claim)s”: make sure that it sends the e-mail address.") % {"claim": wanted}
        )
    if isinstance(claims, list) and "email_verified" not in claims and not provider.vouches:
        yield Finding(
            WARN,
            _(
                "The provider does not say whether addresses are verified: tick “its addresses are verified” if its people "
                "cannot choose theirs."
            ),
        )


def _saml(provider: IdentityProvider) -> Iterator[Finding]:
    yield from _certificates(provider)
    try:
        answer = fetch(provider.sign_in_url)
    except SignInRefused as refusal:
        words = _(
            "The sign-in address of the provider does not answer (%(detail)s). Your people may reach it all the same, if "
            "it is on a network of theirs."
        )
        yield Finding(WARN, words % {"detail": refusal.detail})
    else:
        yield Finding(OK, _("The sign-in address of the provider answers: %(address)s") % {"address": provider.sign_in_url})
        if answer.headers.get("Date"):
            yield from _clock(provider.sign_in_url)
    if provider.metadata_url:
        yield _metadata(provider)


def _certificates(provider: IdentityProvider) -> Iterator[Finding]:
    try:
        found = read_certificates(provider.certificates)
    except CertificateRefused as refusal:
        yield Finding(ERROR, str(refusal))
        return
    now = timezone.now()
    good = [one for one in found if one.not_valid_before_utc <= now < one.not_valid_after_utc]
    ends = {"day": in_words(max(one.not_valid_after_utc for one in found))}
    if not good and all(one.not_valid_before_utc > now for one in found):
        yield Finding(ERROR, _("The certificate is not valid yet: check the clock of this server, or wait."))
    elif not good:
        yield Finding(ERROR, _("The certificate ended on %(day)s: nobody can sign in. Paste the provider's present metadata.") % ends)
    elif provider.certificate_warning:
        yield Finding(WARN, _("The certificate ends on %(day)s: ask for the next one, and paste the metadata that have both.") % ends)
    else:
        yield Finding(OK, _("The certificate is good until %(day)s.") % ends)


def _metadata(provider: IdentityProvider) -> Finding:
    try:
        now = fetch_metadata(provider.metadata_url)
    except MetadataRefused as refusal:
        return Finding(WARN, str(refusal))
    same = set(read_certificates(now.certificates)) == set(read_certificates(provider.certificates))
    if now.entity_id != provider.issuer:
        return Finding(ERROR, _("The metadata are now those of somebody else: %(entity)s.") % {"entity": now.entity_id})
    if now.sign_in_url != provider.sign_in_url or not same:
        return Finding(
            WARN, _("The metadata have changed: make sure with the provider that this is meant, then save this page again to take them.")
        )
    return Finding(OK, _("The metadata are still the same."))
