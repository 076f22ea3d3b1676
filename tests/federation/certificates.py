"""Keys and certificates of local identity providers, made once."""

from datetime import timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.utils import timezone


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024 if name == "weak" else 2048)


@cache
def certificate(name: str = "own", *, begins: int = -10, ends: int = 365) -> x509.Certificate:
    """Self-signed by the key of that name; valid from `begins` to `ends` days from now."""
    key, now = private_key(name), timezone.now()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.fr")])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now + timedelta(days=begins)).not_valid_after(now + timedelta(days=ends))
    return made.sign(key, hashes.SHA256())


def pem(one: x509.Certificate) -> str:
    return one.public_bytes(Encoding.PEM).decode()
