"""OpenID Connect Core 1.0, authorization code flow: state, nonce, PKCE (RFC 7636), issuer in the answer (RFC 9207).

ID tokens are always verified by the provider's published keys, though a back channel would allow not to (3.1.3.7, 6).
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.core.cache import cache
from django.utils.crypto import constant_time_compare

from federation.domain.claims import Claims, address_of, name_of, said, second_step_made, subject_of
from federation.domain.fetching import fetch, fetch_json, is_fit, json_of
from federation.domain.sealing import unseal_secret
from federation.enums import Reason
from federation.models import IdentityProvider
from federation.refusals import SignInRefused

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
KEY_TYPES = {"R": "RSA", "P": "RSA", "E": "EC"}
# By how many seconds two clocks may differ, and how old a token may be when it is used.
SKEW, OLDEST = 60, 600
KEPT, KEPT_FAILURE = 3600, 20
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def description(provider: IdentityProvider, *, fresh: bool = False) -> dict[str, Any]:
    """What the provider publishes of itself (OpenID Connect Discovery 1.0, 4.3), kept for an hour."""
    return _kept(provider, "description", lambda: _described(provider), fresh=fresh)


def _described(provider: IdentityProvider) -> dict[str, Any]:
    found = fetch_json(provider.issuer.rstrip("/") + WELL_KNOWN)
    if found.get("issuer") != provider.issuer:
        raise SignInRefused(Reason.SETTINGS, f"issuer: {found.get('issuer')}")
    unfit = [name for name in NEEDED if not is_fit(found.get(name))]
    if unfit:
        raise SignInRefused(Reason.SETTINGS, ", ".join(unfit))
    return found


def keys(provider: IdentityProvider, *, fresh: bool = False) -> list[dict[str, Any]]:
    """Its signing keys, kept for an hour."""
    found = _kept(provider, "keys", lambda: fetch_json(description(provider)["jwks_uri"]), fresh=fresh).get("keys")
    return [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []


def _kept(provider: IdentityProvider, what: str, ask, *, fresh: bool) -> dict[str, Any]:
    """A provider that does not answer is left alone for a few seconds: visitors cannot make us ask it all the time."""
    name = _cache_name(provider, what)
    found = None if fresh else cache.get(name)
    if found == {}:
        raise SignInRefused(Reason.UNREACHABLE, "it did not answer a moment ago")
    if found is None:
        try:
            found = ask()
        except SignInRefused as refusal:
            if refusal.reason == Reason.UNREACHABLE:
                cache.set(name, {}, KEPT_FAILURE)
            raise
        cache.set(name, found, KEPT)
    return found


def _cache_name(provider: IdentityProvider, what: str) -> str:
    return f"federation.{what}.{provider.pk}.{hashlib.sha256(provider.issuer.encode()).hexdigest()}"


def begin(provider: IdentityProvider) -> tuple[str, str, dict[str, str]]:
    """Where to send the browser, the state that names this sign-in, and what to keep of it until the answer comes."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _one in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_url,
        "scope": provider.scopes,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = description(provider)["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", state, {"nonce": nonce, "verifier": verifier}


def finish(provider: IdentityProvider, answer: Mapping[str, str], kept: Mapping[str, str]) -> Claims:
    """The person whom the provider's answer to `begin` tells of. answer: the query of the address it led back to."""
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise SignInRefused(Reason.ISSUER, f"iss: {answer['iss']}")
    if "error" in answer:
        cancelled = answer["error"] in {"access_denied", "login_required", "interaction_required", "consent_required"}
        raise SignInRefused(Reason.CANCELLED if cancelled else Reason.CLIENT, f"{answer['error']} {answer.get('error_description', '')}")
    tokens = exchange(provider, answer.get("code", ""), kept["verifier"])
    token = verified(provider, tokens.get("id_token"), nonce=kept["nonce"], access_token=tokens.get("access_token"))
    return _claims(provider, {**_more(provider, token, tokens.get("access_token")), **token})


def exchange(provider: IdentityProvider, code: str, verifier: str) -> dict[str, Any]:
    """The tokens for the code."""
    published, secret = description(provider), unseal_secret(provider.sealed_secret)
    data = {"grant_type": "authorization_code", "code": code, "redirect_uri": provider.redirect_url, "code_verifier": verifier}
    methods = published.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    auth = None
    if secret and "client_secret_basic" in methods:
        # RFC 6749, 2.3.1: both are encoded before they are joined.
        auth = (quote(provider.client_id, safe=""), quote(secret, safe=""))
    else:
        data |= {"client_id": provider.client_id, **({"client_secret": secret} if secret else {})}
    answer = fetch(published["token_endpoint"], data=data, auth=auth)
    tokens = json_of(answer)
    if answer.status_code == 200 and "error" not in tokens:
        return tokens
    error = str(tokens.get("error"))
    raise SignInRefused(Reason.STATE if error == "invalid_grant" else Reason.CLIENT, f"{error} {tokens.get('error_description', '')}"[:300])


def verified(provider: IdentityProvider, token: object, *, nonce: str, access_token: object = None) -> dict[str, Any]:
    """The content of an ID token that is the provider's, for us, for this sign-in, and recent (Core, 3.1.3.7)."""
    if not isinstance(token, str):
        raise SignInRefused(Reason.SIGNATURE, "no ID token")
    try:
        header = jwt.get_unverified_header(token)
        content = jwt.decode(
            token,
            key=_key(provider, header),
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=SKEW,
            options={"require": ["exp", "iat", "iss", "aud", "sub"], "enforce_minimum_key_length": True},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as problem:
        raise SignInRefused(Reason.CLOCK, str(problem)) from problem
    except jwt.InvalidAudienceError as problem:
        raise SignInRefused(Reason.AUDIENCE) from problem
    except jwt.InvalidIssuerError as problem:
        raise SignInRefused(Reason.ISSUER) from problem
    except (jwt.PyJWTError, ValueError, KeyError, TypeError) as problem:
        raise SignInRefused(Reason.SIGNATURE, str(problem)[:200]) from problem
    _check_use(provider, content, nonce, access_token, header["alg"])
    return content


def _check_use(provider: IdentityProvider, content: dict[str, Any], nonce: str, access_token: object, algorithm: str) -> None:
    """That the token was made for this sign-in, and the access token with it."""
    if content["iat"] < time.time() - OLDEST - SKEW:
        raise SignInRefused(Reason.CLOCK, "iat")
    several = isinstance(content["aud"], list) and len(content["aud"]) > 1
    if content.get("azp", None if several else provider.client_id) != provider.client_id:
        raise SignInRefused(Reason.AUDIENCE, f"azp: {content.get('azp')}")
    if not constant_time_compare(str(content.get("nonce", "")), nonce):
        raise SignInRefused(Reason.REPLAY, "nonce")
    if "at_hash" in content and isinstance(access_token, str) and algorithm != "EdDSA":
        digest = hashlib.new(f"sha{algorithm[2:]}", access_token.encode()).digest()
        half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
        if not constant_time_compare(str(content["at_hash"]), half):
            raise SignInRefused(Reason.SIGNATURE, "at_hash")


def _key(provider: IdentityProvider, header: Mapping[str, Any]):
    """The provider's key that the token names; asked for afresh, once a minute at most, when it is not known."""
    if header.get("alg") not in ALGORITHMS:
        raise SignInRefused(Reason.SIGNATURE, f"alg: {header.get('alg')}")
    found = _fitting(keys(provider), header)
    if not found and cache.add(_cache_name(provider, "new-keys"), value=True, timeout=60):
        found = _fitting(keys(provider, fresh=True), header)
    if not found:
        raise SignInRefused(Reason.SIGNATURE, f"kid: {header.get('kid')}")
    return jwt.PyJWK.from_dict(found[0], algorithm=header["alg"]).key


def _fitting(known: list[dict[str, Any]], header: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Public signing keys of the kind that the algorithm asks for, by their name; a token without a name fits a lone key."""
    kind = "OKP" if header["alg"] == "EdDSA" else KEY_TYPES[header["alg"][0]]
    fit = [
        key for key in known if key.get("kty") == kind and key.get("use", "sig") == "sig" and key.get("alg", header["alg"]) == header["alg"]
    ]
    if "kid" not in header:
        return fit if len(fit) == 1 else []
    return [key for key in fit if key.get("kid") == header["kid"]]


def _more(provider: IdentityProvider, token: Mapping[str, Any], access_token: object) -> dict[str, Any]:
    """What the provider tells elsewhere, when the token has no address; of the same person only (Core, 5.3.2)."""
    place = description(provider).get("userinfo_endpoint")
    if (provider.email_claim or "email") in token or not place or not isinstance(access_token, str):
        return {}
    found = fetch_json(place, headers={"Authorization": f"Bearer {access_token}"})
    if found.get("sub") != token["sub"]:
        raise SignInRefused(Reason.ISSUER, "userinfo of somebody else")
    return found


def _claims(provider: IdentityProvider, content: Mapping[str, Any]) -> Claims:
    return Claims(
        issuer=provider.issuer,
        subject=subject_of(content.get(provider.subject_claim or "sub")),
        email=address_of(content.get(provider.email_claim or "email")),
        # email_verified is about the claim `email` alone (Core, 5.1).
        verified=said(content.get("email_verified")) if provider.email_claim in {"", "email"} else None,
        first_name=name_of(content.get(provider.first_name_claim or "given_name")),
        last_name=name_of(content.get(provider.last_name_claim or "family_name")),
        second_step=second_step_made(provider, content.get("amr"), content.get("acr")),
        received=tuple(sorted(str(name) for name in content)),
    )


def sign_out_address(provider: IdentityProvider, back: str) -> str:
    """Where to end the session at the provider too (RP-Initiated Logout 1.0); "" where it offers none."""
    try:
        place = description(provider).get("end_session_endpoint")
    except SignInRefused:
        return ""
    if not is_fit(place):
        return ""
    asked = urlencode({"client_id": provider.client_id, "post_logout_redirect_uri": back})
    return f"{place}{'&' if '?' in str(place) else '?'}{asked}"
