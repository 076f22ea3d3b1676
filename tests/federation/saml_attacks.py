"""Answers of somebody who holds a signed one and wants to be somebody else: each of ATTACKS makes one of (idp, what was asked)."""

from copy import deepcopy

from lxml import etree

from federation.domain.saml_words import SIGNATURE
from tests.federation.saml_provider import SAML


def _forged(signed, name: str = "chef"):
    """A copy of the assertion in which somebody else is named; without the signature."""
    forged = deepcopy(signed)
    forged.set("ID", "_forged")
    next(forged.iter(f"{SAML}NameID")).text = name
    for value in forged.iter(f"{SAML}AttributeValue"):
        if "@" in value.text:
            value.text = "chef@chambre.example"
    for signature in forged.findall(f"{{{SIGNATURE}}}Signature"):
        forged.remove(signature)
    return forged


def wrapped_before(idp, asked):
    signed = idp.signed(idp.assertion(asked))
    return idp.answer(asked, _forged(signed), signed)


def wrapped_after(idp, asked):
    signed = idp.signed(idp.assertion(asked))
    return idp.answer(asked, signed, _forged(signed))


def wrapped_inside(idp, asked):
    """The signed one hidden inside the forged one, whose own signature it becomes (XSW 3)."""
    signed = idp.signed(idp.assertion(asked))
    forged = _forged(signed)
    forged.append(signed)
    return idp.answer(asked, forged)


def wrapped_in_signature(idp, asked):
    """The forged one bears the signature, in which the signed original hides as an object (XSW 6)."""
    signed = idp.signed(idp.assertion(asked))
    forged = _forged(signed)
    signature = signed.find(f"{{{SIGNATURE}}}Signature")
    original = deepcopy(signed)
    original.remove(original.find(f"{{{SIGNATURE}}}Signature"))
    etree.SubElement(signature, f"{{{SIGNATURE}}}Object").append(original)
    forged.insert(1, signature)
    return idp.answer(asked, forged)


def wrapped_in_extensions(idp, asked):
    signed = idp.signed(idp.assertion(asked))
    answer = idp.answer(asked, _forged(signed))
    extensions = etree.Element("{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
    extensions.append(signed)
    answer.insert(1, extensions)
    return answer


def same_identifier(idp, asked):
    """The forged one has the identifier of the signed one, and its signature."""
    signed = idp.signed(idp.assertion(asked))
    forged = _forged(signed)
    forged.set("ID", signed.get("ID"))
    forged.insert(1, deepcopy(signed.find(f"{{{SIGNATURE}}}Signature")))
    return idp.answer(asked, forged)


def not_signed(idp, asked):
    return idp.answer(asked, idp.assertion(asked))


def only_the_answer_signed(idp, asked):
    """Signed around, but not the assertion itself."""
    answer = idp.answer(asked, idp.assertion(asked))
    return idp.signed(answer)


def changed_after_signing(idp, asked):
    signed = idp.signed(idp.assertion(asked))
    next(signed.iter(f"{SAML}NameID")).text = "chef"
    return idp.answer(asked, signed)


def with_a_document_type(idp, asked):
    text = etree.tostring(idp.answer(asked))
    return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + text


def not_xml(idp, asked):
    return b"hello"


ATTACKS = [
    wrapped_before,
    wrapped_after,
    wrapped_inside,
    wrapped_in_signature,
    wrapped_in_extensions,
    same_identifier,
    not_signed,
    only_the_answer_signed,
    changed_after_signing,
    with_a_document_type,
    not_xml,
]
