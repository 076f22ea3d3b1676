"""Certificates of a SAML provider: written in PEM or as in metadata, pinned, looked at for their time and strength."""

import base64
import binascii
import re
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)
LEAST_BITS = {rsa.RSAPublicKey: 2048, ec.EllipticCurvePublicKey: 256}


class CertificateRefused(ValueError):
    """It cannot be used; the message is for whoever wrote it."""


def read_certificates(written: str) -> list[x509.Certificate]:
    """Those of a text: PEM, one after the other, or bare base 64. Raises CertificateRefused."""
    parts = _PEM.findall(written) or ([written] if written.strip() else [])
    found = [_read(part) for part in parts]
    if not found:
        raise CertificateRefused(_("There is no certificate."))
    return found


def _read(part: str) -> x509.Certificate:
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode("".join(part.split()), validate=True))
        key = certificate.public_key()
    except (binascii.Error, ValueError) as problem:
        raise CertificateRefused(_("This is not a certificate: copy it whole, from BEGIN to END.")) from problem
    least = next((bits for kind, bits in LEAST_BITS.items() if isinstance(key, kind)), None)
    if least is None or key.key_size < least:  # type: ignore[union-attr]
        raise CertificateRefused(
            _("The key of this certificate is too weak: RSA of 2048 bits or more, or elliptic of 256 or more, is needed.")
        )
    return certificate


def as_pem(certificates: list[x509.Certificate]) -> str:
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)


def last_day(certificates: list[x509.Certificate]) -> datetime:
    """When the last of them ends."""
    return max(one.not_valid_after_utc for one in certificates)
