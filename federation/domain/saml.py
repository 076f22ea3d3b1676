"""SAML 2.0 web browser SSO: request by redirect, answer by POST (saml-bindings 3.4, 3.5; saml-profiles 4.1.4).

What is read is what was signed: the one assertion of the answer is taken out, its own signature is verified against the
pinned certificates, and claims come from what the verification gives back, never from the answer around it. Encrypted
assertions and answers to no request of ours are refused.
"""

import base64
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from cryptography.exceptions import InvalidSignature as KeyMismatch
from django.utils import timezone
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidCertificate, InvalidInput, InvalidSignature
from signxml.verifier import SignatureConfiguration, XMLVerifier

from federation.domain.certificates import read_certificates
from federation.domain.claims import Claims, address_of, name_of, second_step_made, subject_of
from federation.domain.saml_words import ADDRESS_FORMAT, ASSERTION, BEARER, POST, PROTOCOL, SUCCESS, TRANSIENT, USUAL
from federation.domain.saml_xml import NotRead, all_of, one_of, read_posted, read_xml, text_of
from federation.enums import Reason
from federation.models import IdentityProvider
from federation.refusals import SignInRefused

SKEW = timedelta(seconds=60)
CONFIGURATION = SignatureConfiguration(
    location="./",
    expect_references=1,
    signature_methods=frozenset(
        SignatureMethod[name.format(bits)] for name in ("RSA_SHA{}", "ECDSA_SHA{}", "SHA{}_RSA_MGF1") for bits in (256, 384, 512)
    ),
    digest_algorithms=frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}),
)


@dataclass(frozen=True)
class Assertion:
    """A checked assertion: its id, the request it answers, until when it may be used, what it says."""

    id: str
    in_response_to: str
    ends_at: datetime
    claims: Claims


def begin(provider: IdentityProvider) -> tuple[str, str]:
    """Where to send the browser, and the id of the request, which names this sign-in."""
    made = f"_{secrets.token_hex(20)}"
    request = etree.Element(f"{{{PROTOCOL}}}AuthnRequest", nsmap={"p": PROTOCOL, "a": ASSERTION})
    fields = {
        "ID": made,
        "Version": "2.0",
        "IssueInstant": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Destination": provider.sign_in_url,
        "AssertionConsumerServiceURL": provider.answer_url,
        "ProtocolBinding": POST,
    }
    request.attrib.update(fields)
    etree.SubElement(request, f"{{{ASSERTION}}}Issuer").text = provider.entity_id
    etree.SubElement(request, f"{{{PROTOCOL}}}NameIDPolicy", AllowCreate="true")
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = base64.b64encode(packer.compress(etree.tostring(request)) + packer.flush()).decode()
    address = provider.sign_in_url
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'SAMLRequest': packed})}", made


def read_answer(provider: IdentityProvider, posted: str) -> Assertion:
    """The assertion of a posted answer, with all checked that can be without knowing who posts it.

    Left to the caller: that the request is one of this browser's, and that the assertion is used once.
    """
    try:
        answer = read_posted(posted)
    except NotRead as problem:
        raise SignInRefused(Reason.SIGNATURE, "not XML that can be read") from problem
    if answer.tag != f"{{{PROTOCOL}}}Response" or answer.get("Version") != "2.0":
        raise SignInRefused(Reason.SIGNATURE, "not a SAML 2.0 answer")
    _check_envelope(provider, answer)
    signed = verified(provider, _only_assertion(answer))
    _check_conditions(provider, signed)
    request, ends_at = _confirmed(provider, signed)
    if answer.get("InResponseTo", request) != request:
        raise SignInRefused(Reason.STATE)
    return Assertion(signed.get("ID"), request, ends_at, _claims(provider, signed))


def _check_envelope(provider: IdentityProvider, answer: Any) -> None:
    """What stands around the assertion may be unsigned: it can refuse, never let in."""
    code = one_of(answer, "p:Status/p:StatusCode")
    if code is None or code.get("Value") != SUCCESS:
        inner = one_of(code, "p:StatusCode") if code is not None else None
        said = [one.get("Value", "").rpartition(":")[2] for one in (code, inner) if one is not None]
        raise SignInRefused(Reason.CANCELLED, " ".join([*said, text_of(one_of(answer, "p:Status/p:StatusMessage"))])[:300])
    if answer.get("Destination", provider.answer_url) != provider.answer_url:
        raise SignInRefused(Reason.AUDIENCE, f"Destination: {answer.get('Destination')}")
    issuer = one_of(answer, "a:Issuer")
    if issuer is not None and text_of(issuer) != provider.issuer:
        raise SignInRefused(Reason.ISSUER, text_of(issuer)[:200])


def _only_assertion(answer: Any) -> Any:
    """The one assertion in the answer, which must be its child: a second one, wherever it hides, is an attack."""
    if all_of(answer, ".//a:EncryptedAssertion"):
        raise SignInRefused(Reason.ENCRYPTED)
    everywhere, children = all_of(answer, ".//a:Assertion"), all_of(answer, "a:Assertion")
    if len(everywhere) != 1 or len(children) != 1:
        raise SignInRefused(Reason.SIGNATURE, f"{len(everywhere)} assertions")
    return children[0]


def verified(provider: IdentityProvider, assertion: Any) -> Any:
    """The assertion as it was signed by one of the pinned certificates."""
    alone = read_xml(etree.tostring(assertion, with_tail=False))
    if one_of(alone, "ds:Signature") is None or len(all_of(alone, ".//ds:Signature")) != 1:
        raise SignInRefused(Reason.SIGNATURE, "the assertion has not one signature of its own")
    problems = []
    for certificate in read_certificates(provider.certificates):
        try:
            result = XMLVerifier().verify(alone, x509_cert=certificate, id_attribute="ID", expect_config=CONFIGURATION)
        except InvalidCertificate as problem:
            problems.append((Reason.CERTIFICATE, str(problem)))
        except (InvalidSignature, InvalidInput, KeyMismatch, etree.LxmlError, ValueError, KeyError, TypeError) as problem:
            problems.append((Reason.SIGNATURE, str(problem)))
        else:
            return _what_was_signed(result, alone)
    reason, detail = next((one for one in problems if one[0] == Reason.SIGNATURE), problems[0])
    raise SignInRefused(reason, detail[:300])


def _what_was_signed(result: Any, alone: Any) -> Any:
    signed = result.signed_xml
    if signed is None or signed.tag != f"{{{ASSERTION}}}Assertion" or not signed.get("ID") or signed.get("ID") != alone.get("ID"):
        raise SignInRefused(Reason.SIGNATURE, "something else than the assertion was signed")
    return signed


def _check_conditions(provider: IdentityProvider, signed: Any) -> None:
    """Issuer, time and audience (saml-core 2.3.3, 2.5.1)."""
    if signed.get("Version") != "2.0" or text_of(one_of(signed, "a:Issuer")) != provider.issuer:
        raise SignInRefused(Reason.ISSUER, text_of(one_of(signed, "a:Issuer"))[:200])
    conditions = one_of(signed, "a:Conditions")
    if conditions is None:
        raise SignInRefused(Reason.AUDIENCE, "no conditions")
    _check_time(conditions)
    restrictions = all_of(conditions, "a:AudienceRestriction")
    if not restrictions or not all(provider.entity_id in map(text_of, all_of(one, "a:Audience")) for one in restrictions):
        raise SignInRefused(Reason.AUDIENCE, ", ".join(text_of(one) for one in all_of(conditions, "*/a:Audience"))[:300])
    statements = all_of(signed, "a:AuthnStatement")
    if not statements:
        raise SignInRefused(Reason.SIGNATURE, "no statement of authentication")
    for statement in statements:
        ends = moment(statement.get("SessionNotOnOrAfter"))
        if ends is not None and timezone.now() >= ends + SKEW:
            raise SignInRefused(Reason.CLOCK, "the session there is over")


def _check_time(element: Any) -> None:
    now, begins, ends = timezone.now(), moment(element.get("NotBefore")), moment(element.get("NotOnOrAfter"))
    if (begins and now < begins - SKEW) or (ends and now >= ends + SKEW):
        raise SignInRefused(Reason.CLOCK, f"{element.get('NotBefore')} – {element.get('NotOnOrAfter')}")


def moment(written: str | None) -> datetime | None:
    """A time of SAML, in UTC; None where there is none. What cannot be read is refused."""
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError as problem:
        raise SignInRefused(Reason.CLOCK, written[:60]) from problem
    return found if found.tzinfo else timezone.make_aware(found, timezone.get_fixed_timezone(0))


def _confirmed(provider: IdentityProvider, signed: Any) -> tuple[str, datetime]:
    """The request answered and the end of use, of a bearer confirmation meant for us (saml-profiles 4.1.4.2)."""
    problem = SignInRefused(Reason.STATE)
    for confirmation in all_of(signed, "a:Subject/a:SubjectConfirmation"):
        data = one_of(confirmation, "a:SubjectConfirmationData")
        if confirmation.get("Method") != BEARER or data is None or not data.get("InResponseTo"):
            continue
        ends = moment(data.get("NotOnOrAfter"))
        if data.get("Recipient") != provider.answer_url:
            problem = SignInRefused(Reason.AUDIENCE, f"Recipient: {data.get('Recipient')}")
        elif ends is None or data.get("NotBefore") is not None or timezone.now() >= ends + SKEW:
            problem = SignInRefused(Reason.CLOCK, f"NotOnOrAfter: {data.get('NotOnOrAfter')}")
        else:
            return data.get("InResponseTo"), ends + SKEW
    raise problem


def _claims(provider: IdentityProvider, signed: Any) -> Claims:
    attributes = _attributes(signed)
    name = one_of(signed, "a:Subject/a:NameID")
    form = name.get("Format", "") if name is not None else ""
    email = _first(attributes, provider.email_claim, USUAL["email"]) or (text_of(name) if form == ADDRESS_FORMAT else "")
    subject = _first(attributes, provider.subject_claim, ()) if provider.subject_claim else "" if form == TRANSIENT else text_of(name)
    return Claims(
        issuer=provider.issuer,
        subject=subject_of(subject),
        email=address_of(email),
        verified=None,
        first_name=name_of(_first(attributes, provider.first_name_claim, USUAL["first_name"])),
        last_name=name_of(_first(attributes, provider.last_name_claim, USUAL["last_name"])),
        second_step=second_step_made(
            provider, [text_of(one) for one in all_of(signed, "a:AuthnStatement/a:AuthnContext/a:AuthnContextClassRef")]
        ),
        received=tuple(sorted({*attributes, *(["NameID"] if name is not None else [])})),
    )


def _attributes(signed: Any) -> dict[str, str]:
    """The first value of each attribute, by its name."""
    found: dict[str, str] = {}
    for attribute in all_of(signed, "a:AttributeStatement/a:Attribute"):
        values = all_of(attribute, "a:AttributeValue")
        if values and attribute.get("Name"):
            found.setdefault(attribute.get("Name"), text_of(values[0]))
    return found


def _first(attributes: dict[str, str], chosen: str, usual: tuple[str, ...]) -> str:
    """The attribute chosen; where none was, the first of the usual ones that is there."""
    return next((attributes[name] for name in ((chosen,) if chosen else usual) if attributes.get(name)), "")
