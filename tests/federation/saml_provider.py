"""A small SAML identity provider: reads our requests, signs its answers, and makes faulty ones on demand."""

import base64
import html
import secrets
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from django.utils import timezone
from lxml import etree
from signxml import XMLSigner, methods
from signxml.algorithms import CanonicalizationMethod

from federation.domain.saml_words import ASSERTION, BEARER, METADATA, PERSISTENT, PROTOCOL, REDIRECT, SIGNATURE, SUCCESS
from tests.federation.certificates import certificate, pem, private_key
from tests.federation.oidc_provider import serving

SAMLP, SAML = f"{{{PROTOCOL}}}", f"{{{ASSERTION}}}"
MAIL, GIVEN, SURNAME = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:2.5.4.42", "urn:oid:2.5.4.4"


def written(moment) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class LocalSaml:
    """attributes, name, form: what it says of the person. The rest are faults: see `assertion` and `answer`."""

    origin: str = "http://127.0.0.1:1"
    name: str = "personne-17"
    form: str = PERSISTENT
    attributes: dict[str, str] = field(default_factory=lambda: {MAIL: "lea.martin@chambre.example", GIVEN: "Léa", SURNAME: "Martin"})
    context: str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
    signs_with: str = "own"
    algorithm: str = "rsa-sha256"
    issuer: str | None = None
    audience: str | None = None
    recipient: str | None = None
    destination: str | None = None
    in_response_to: str | None = None
    status: str = SUCCESS
    clock: timedelta = timedelta()
    requests: list[dict[str, str]] = field(default_factory=list)

    @property
    def entity_id(self) -> str:
        return f"{self.origin}/metadata"

    def certificate(self) -> x509.Certificate:
        return certificate("own")

    def metadata(self, *certificates: x509.Certificate) -> str:
        keys = "".join(
            f'<KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{_bare(one)}</ds:X509Certificate></ds:X509Data>'
            "</ds:KeyInfo></KeyDescriptor>"
            for one in certificates or (self.certificate(),)
        )
        return (
            f'<EntityDescriptor xmlns="{METADATA}" xmlns:ds="{SIGNATURE}" entityID="{self.entity_id}">'
            f'<IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">{keys}'
            f'<SingleSignOnService Binding="{REDIRECT}" Location="{self.origin}/sso"/></IDPSSODescriptor></EntityDescriptor>'
        )

    def read_request(self, packed: str) -> dict[str, str]:
        """What we asked for: saml-bindings 3.4.4."""
        request = etree.fromstring(zlib.decompress(base64.b64decode(packed), -zlib.MAX_WBITS))
        issuer = request.find(f"{SAML}Issuer").text
        asked = {
            "id": request.get("ID"),
            "acs": request.get("AssertionConsumerServiceURL"),
            "issuer": issuer,
            "binding": request.get("ProtocolBinding"),
        }
        self.requests.append(asked)
        return asked

    def assertion(self, asked: dict[str, str]) -> Any:
        """Not signed yet."""
        now = timezone.now() + self.clock
        made = etree.Element(
            f"{SAML}Assertion", nsmap={"saml": ASSERTION}, ID=f"_{secrets.token_hex(16)}", Version="2.0", IssueInstant=written(now)
        )
        _in(made, "Issuer", self.issuer or self.entity_id)
        subject = _in(made, "Subject")
        _in(subject, "NameID", self.name, Format=self.form)
        confirmation = _in(subject, "SubjectConfirmation", Method=BEARER)
        _in(
            confirmation,
            "SubjectConfirmationData",
            Recipient=self.recipient or asked["acs"],
            InResponseTo=self.in_response_to if self.in_response_to is not None else asked["id"],
            NotOnOrAfter=written(now + timedelta(minutes=5)),
        )
        conditions = _in(
            made, "Conditions", NotBefore=written(now - timedelta(seconds=5)), NotOnOrAfter=written(now + timedelta(minutes=5))
        )
        _in(_in(conditions, "AudienceRestriction"), "Audience", self.audience or asked["issuer"])
        statement = _in(made, "AuthnStatement", AuthnInstant=written(now))
        _in(_in(statement, "AuthnContext"), "AuthnContextClassRef", self.context)
        attributes = _in(made, "AttributeStatement")
        for name, value in self.attributes.items():
            _in(_in(attributes, "Attribute", Name=name), "AttributeValue", value)
        return made

    def signed(self, assertion: Any) -> Any:
        """With the signature after the issuer, as the schema wants it."""
        place = etree.Element(f"{{{SIGNATURE}}}Signature", nsmap={"ds": SIGNATURE}, Id="placeholder")
        assertion.insert(1, place)
        signer = XMLSigner(
            method=methods.enveloped,
            signature_algorithm=self.algorithm,
            digest_algorithm="sha256",
            c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
        )
        return signer.sign(
            assertion,
            key=private_key(self.signs_with),
            cert=[certificate(self.signs_with)],
            reference_uri=assertion.get("ID"),
            id_attribute="ID",
        )

    def answer(self, asked: dict[str, str], *assertions: Any) -> Any:
        """The answer around the assertions (one signed assertion where none is given)."""
        made = etree.Element(
            f"{SAMLP}Response",
            nsmap={"samlp": PROTOCOL, "saml": ASSERTION},
            ID=f"_{secrets.token_hex(16)}",
            Version="2.0",
            IssueInstant=written(timezone.now()),
            Destination=self.destination or asked["acs"],
            InResponseTo=asked["id"],
        )
        _in(made, "Issuer", self.issuer or self.entity_id)
        status = etree.SubElement(made, f"{SAMLP}Status")
        etree.SubElement(status, f"{SAMLP}StatusCode", Value=self.status)
        for one in assertions or (self.signed(self.assertion(asked)),):
            made.append(one)
        return made


def _in(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{SAML}{tag}", attributes)
    made.text = text
    return made


def _bare(one: x509.Certificate) -> str:
    return "".join(pem(one).splitlines()[1:-1])


def packed(answer: Any) -> str:
    return base64.b64encode(answer if isinstance(answer, bytes) else etree.tostring(answer)).decode()


def _handler(provider: LocalSaml) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/metadata":
                self._send("application/samlmetadata+xml", provider.metadata())
            elif "SAMLRequest" in parts.query:
                asked = provider.read_request(parse_qs(parts.query)["SAMLRequest"][0])
                value = packed(provider.answer(asked))
                self._send(
                    "text/html; charset=utf-8",
                    f"<h1>Chambre</h1><form method='post' action='{html.escape(asked['acs'])}'>"
                    f"<input type='hidden' name='SAMLResponse' value='{value}'><button>Continuer</button></form>",
                )
            else:
                self._send("text/html; charset=utf-8", "<h1>Chambre</h1>")

        def _send(self, kind: str, content: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *arguments) -> None:
            pass

    return Handler


@contextmanager
def local_saml():
    provider = LocalSaml()
    with serving(_handler(provider)) as origin:
        provider.origin = origin
        yield provider
