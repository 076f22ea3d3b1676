"""Names of SAML 2.0, and the usual names of attributes."""

PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
NAMES = {"p": PROTOCOL, "a": ASSERTION, "m": METADATA, "ds": SIGNATURE}
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
ADDRESS_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"

_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
# The names under which providers send them: as OID (LDAP schemas), as Microsoft's, in words.
USUAL = {
    "email": ("urn:oid:0.9.2342.19200300.100.1.3", f"{_CLAIMS}emailaddress", "mail", "email"),
    "first_name": ("urn:oid:2.5.4.42", f"{_CLAIMS}givenname", "givenName", "firstName"),
    "last_name": ("urn:oid:2.5.4.4", f"{_CLAIMS}surname", "sn", "surname", "lastName"),
}
