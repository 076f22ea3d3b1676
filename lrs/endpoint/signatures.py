"""Signed statements: a JSON web signature among the attachments (xAPI 1.0.3, Data 2.6; IEEE 9274.1.1, 4.2.6)."""

import base64
import binascii
import json
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from lrs.endpoint.multipart import SIGNATURE, Part, media_type
from lrs.validation.clauses import Invalid
from lrs.validation.comparing import are_same
from lrs.validation.reading import read_json

ALGORITHMS: dict[str, Any] = {"RS256": hashes.SHA256, "RS384": hashes.SHA384, "RS512": hashes.SHA512}


def check_signatures(statement: dict, data: dict[str, Part]) -> None:
    """Each signature of the statement is well formed, signs this very statement, and holds where it brings a certificate."""
    for number, one in enumerate(statement.get("attachments", ())):
        if one["usageType"] == SIGNATURE:
            place = f"attachments[{number}]"
            if media_type(one["contentType"]) != "application/octet-stream":
                raise Invalid(place + ".contentType", "signature", "a signature is of type application/octet-stream")
            part = data.get(one["sha2"].lower())
            if part is None:
                raise Invalid(place, "signature", "the signature itself is sent with the statement")
            _check(part.data, statement, place)


def _check(token: bytes, statement: dict, place: str) -> None:
    pieces = token.strip().split(b".")
    if len(pieces) != 3:
        raise Invalid(place, "signature", "a signature is a JWS in compact form")
    header, payload, signature = (_decode(piece, place) for piece in pieces)
    try:
        head, signed = json.loads(header), read_json(payload)
    except (ValueError, Invalid) as problem:
        raise Invalid(place, "signature", "the header or the payload of the signature is no JSON") from problem
    if not isinstance(head, dict) or not isinstance(signed, dict):
        raise Invalid(place, "signature", "the header and the payload of the signature are JSON objects")
    if head.get("alg") not in ALGORITHMS:
        raise Invalid(place, "signature", "the algorithm is RS256, RS384 or RS512")
    if not _says_the_same(signed, statement):
        raise Invalid(place, "signature", "what is signed is not this statement")
    if "x5c" in head:
        _verify(head, pieces[0] + b"." + pieces[1], signature, place)


def _says_the_same(signed: dict, statement: dict) -> bool:
    try:
        return are_same(signed, statement)
    except (AttributeError, TypeError, KeyError):
        return False


def _decode(piece: bytes, place: str) -> bytes:
    try:
        return base64.b64decode(piece + b"=" * (-len(piece) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Invalid(place, "signature", "the signature is not base64url") from problem


def _verify(head: dict, signed: bytes, signature: bytes, place: str) -> None:
    chain = head["x5c"]
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True))
        key = certificate.public_key()
    except (ValueError, TypeError, KeyError, IndexError, binascii.Error) as problem:
        raise Invalid(place, "signature", "x5c has no certificate that can be read") from problem
    if not isinstance(key, rsa.RSAPublicKey):
        raise Invalid(place, "signature", "the certificate has no RSA key")
    try:
        key.verify(signature, signed, padding.PKCS1v15(), ALGORITHMS[head["alg"]]())
    except InvalidSignature as problem:
        raise Invalid(place, "signature", "the signature does not hold against its certificate") from problem
