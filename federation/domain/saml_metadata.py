"""SAML metadata: reading the provider's, writing ours (saml-metadata 2.4)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from federation.domain.certificates import CertificateRefused, read_certificates
from federation.domain.fetching import fetch, is_fit
from federation.domain.saml_words import METADATA, PERSISTENT, POST, PROTOCOL, REDIRECT
from federation.domain.saml_xml import NotRead, all_of, one_of, read_xml, text_of
from federation.models import IdentityProvider
from federation.refusals import SignInRefused


class MetadataRefused(ValueError):
    """They cannot be used; the message is for whoever gave them."""


@dataclass(frozen=True)
class Metadata:
    """What a provider says of itself. certificates: as they were written, one after the other."""

    entity_id: str
    sign_in_url: str
    certificates: str


def fetch_metadata(address: str) -> Metadata:
    """Raises MetadataRefused."""
    try:
        answer = fetch(address, headers={"Accept": "application/samlmetadata+xml, application/xml, text/xml"})
    except SignInRefused as refusal:
        raise MetadataRefused(_("The address of the metadata does not answer (%(problem)s).") % {"problem": refusal.detail}) from refusal
    if answer.status_code != 200:
        raise MetadataRefused(_("The address of the metadata does not answer (%(problem)s).") % {"problem": answer.status_code})
    return read_metadata(answer.content)


def read_metadata(content: bytes) -> Metadata:
    """Of one provider: metadata of a whole federation are refused, for nobody chose among them. Raises MetadataRefused."""
    try:
        root = read_xml(content.strip())
    except NotRead as problem:
        raise MetadataRefused(_("These are not SAML metadata: copy the whole XML, from its first line to its last.")) from problem
    entities = [root] if root.tag == f"{{{METADATA}}}EntityDescriptor" else all_of(root, ".//m:EntityDescriptor")
    described = [(one, role) for one in entities if (role := one_of(one, "m:IDPSSODescriptor")) is not None]
    if len(described) != 1:
        raise MetadataRefused(
            _("These metadata should describe one identity provider; they describe %(count)d.") % {"count": len(described)}
        )
    entity, role = described[0]
    return Metadata(entity.get("entityID", ""), _sign_in_url(role), _certificates(role))


def _sign_in_url(role: Any) -> str:
    found = [one.get("Location") for one in all_of(role, "m:SingleSignOnService") if one.get("Binding") == REDIRECT]
    if not found or not is_fit(found[0]):
        raise MetadataRefused(_("These metadata have no sign-in address by redirect (HTTP-Redirect) that begins with https."))
    return found[0]


def _certificates(role: Any) -> str:
    keys = [one for one in all_of(role, "m:KeyDescriptor") if one.get("use", "signing") == "signing"]
    bare = [text_of(one) for key in keys for one in all_of(key, ".//ds:X509Certificate")]
    pem = "".join(f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n" for text in bare)
    try:
        read_certificates(pem)
    except CertificateRefused as refusal:
        raise MetadataRefused(str(refusal)) from refusal
    return pem


def own_metadata(provider: IdentityProvider) -> bytes:
    """Who we are for this provider, and where its answers go."""
    entity = etree.Element(f"{{{METADATA}}}EntityDescriptor", nsmap={None: METADATA}, entityID=provider.entity_id)
    role = etree.SubElement(
        entity,
        f"{{{METADATA}}}SPSSODescriptor",
        protocolSupportEnumeration=PROTOCOL,
        AuthnRequestsSigned="false",
        WantAssertionsSigned="true",
    )
    etree.SubElement(role, f"{{{METADATA}}}NameIDFormat").text = PERSISTENT
    place = {"Binding": POST, "Location": provider.answer_url, "index": "0", "isDefault": "true"}
    etree.SubElement(role, f"{{{METADATA}}}AssertionConsumerService", place)
    return etree.tostring(entity, xml_declaration=True, encoding="utf-8", pretty_print=True)
