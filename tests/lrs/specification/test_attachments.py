"""Attachments and signatures: Data 2.4.11, 2.6; Communication 1.5.2; IEEE 9274.1.1, 4.1.3, 4.2.2.6, 4.2.6."""

import base64
import datetime as dt
import hashlib
import json

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from lrs.models import Attachment
from tests.lrs.machine import BOUNDARY, attachment, changed, multipart, statement

pytestmark = pytest.mark.requirement("CMA-2.22")
DATA, OTHER = b"here is a simple attachment", b"here is\r\n\r\nanother --x"


def send(tool, body, *files: bytes, **options):
    data, kind = multipart(body, *files, **options)
    return tool.post(data, content_type=kind)


class TestSending:
    """Communication 1.5.2; 4.1.3"""

    def test_data_goes_in_and_out(self, both):
        for tool in both:
            sent = statement(attachments=[attachment(DATA), attachment(OTHER, contentType="text/plain; charset=ascii")])
            answer = send(tool, sent, DATA, OTHER)
            assert answer.status_code == 200, answer.text
            got = tool.get(statementId=answer.json()[0], attachments="true")
            assert got["Content-Type"].startswith("multipart/mixed; boundary=")
            boundary = got["Content-Type"].partition("boundary=")[2]
            parts = b"".join(got.streaming_content).split(f"--{boundary}".encode())
            assert json.loads(parts[1].partition(b"\r\n\r\n")[2])["attachments"] == sent["attachments"]
            found = {}
            for part in parts[2:-1]:
                head, _, data = part.partition(b"\r\n\r\n")
                assert b"Content-Transfer-Encoding: binary" in head
                found[head.partition(b"X-Experience-API-Hash: ")[2].split(b"\r\n")[0].decode()] = data.removesuffix(b"\r\n")
            assert found == {hashlib.sha256(one).hexdigest(): one for one in (DATA, OTHER)}
            assert parts[-1] == b"--\r\n"

    def test_lists_have_them_once_and_plain_answers_not(self, tool):
        batch = [statement(attachments=[attachment(DATA)]), statement(attachments=[attachment(DATA)]), statement()]
        assert send(tool, batch, DATA).status_code == 200
        listed = b"".join(tool.get(attachments="true").streaming_content)
        assert listed.count(b"X-Experience-API-Hash") == 1
        plain = tool.get(attachments="false")
        assert plain["Content-Type"] == "application/json"
        assert DATA not in plain.content
        assert tool.get()["Content-Type"] == "application/json"
        assert Attachment.objects.get().file.name.startswith("xapi/")

    def test_multipart_without_attachments(self, both):
        for tool in both:
            assert send(tool, statement()).status_code == 200
            assert send(tool, statement(attachments=[attachment(fileUrl="https://example.org/f")])).status_code == 200

    def test_put(self, tool):
        data, kind = multipart(statement(attachments=[attachment(DATA)]), DATA)
        answer = tool.ask("PUT", "statements", data, content_type=kind, statementId="fd41c918-b88b-4b20-a0a5-a4c32391aaa0")
        assert answer.status_code == 204

    def test_longer_hashes_and_substatements(self, tool):
        long = hashlib.sha512(DATA).hexdigest()
        inner = {"objectType": "SubStatement", **statement(attachments=[{**attachment(DATA), "sha2": long.upper()}])}
        assert send(tool, statement(object=inner), DATA, hashes=[long]).status_code == 200

    def test_lines_that_end_with_line_feeds_alone(self, tool):
        data, kind = multipart(statement(attachments=[attachment(DATA)]), DATA)
        assert tool.post(data.replace(b"\r\n", b"\n"), content_type=kind).status_code == 200

    def test_what_is_refused(self, both):
        one = statement(attachments=[attachment(DATA)])
        for tool in both:
            assert tool.post(one).status_code == 400  # as JSON, without fileUrl
            assert send(tool, one).status_code == 400  # a part is missing
            assert send(tool, one, DATA, OTHER).status_code == 400  # one too many
            assert send(tool, statement(), DATA).status_code == 400
            assert send(tool, one, OTHER, hashes=[attachment(DATA)["sha2"]]).status_code == 400  # not what the hash says
            assert send(tool, one, DATA, hashes=[""]).status_code == 400  # no hash
            assert send(tool, one, DATA, kind="image/png").status_code == 400  # another type than the attachment's
            assert send(tool, one, DATA, first="text/plain").status_code == 400
            data, kind = multipart(one, DATA)
            assert tool.post(data, content_type="multipart/mixed").status_code == 400
            assert tool.post(data, content_type=kind.replace("mixed", "form-data")).status_code == 400
            assert tool.post(data.removeprefix(f"--{BOUNDARY}\r\n".encode()), content_type=kind).status_code == 400
            assert tool.post(data.replace(f"--{BOUNDARY}--".encode(), b""), content_type=kind).status_code == 400
            assert tool.post(data.replace(b": binary", b": base64"), content_type=kind).status_code == 400
        assert not Attachment.objects.exists()


@pytest.fixture(scope="module")
def signer():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now).not_valid_after(now + dt.timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    return key, base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


class TestSignatures:
    """Data 2.6; 4.2.6"""

    def signed(self, tool, key, *, signs=None, headers=None, algorithm="RS256", kind="application/octet-stream", token=None, body=None):
        body = body or statement()
        token = token or jwt.encode(signs or body, key, algorithm=algorithm, headers=headers or {}).encode()
        one = attachment(token, usageType="http://adlnet.gov/expapi/attachments/signature", contentType=kind)
        return send(tool, {**body, "attachments": [one]}, token, kind=kind.split(";", maxsplit=1)[0])

    @pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
    def test_each_algorithm(self, both, signer, algorithm):
        key, certificate = signer
        for tool in both:
            assert self.signed(tool, key, algorithm=algorithm).status_code == 200
            assert self.signed(tool, key, algorithm=algorithm, headers={"x5c": [certificate]}).status_code == 200

    def test_what_is_signed_may_be_written_another_way(self, tool, signer):
        body = statement(result={"duration": "PT1.234S"})
        signs = {name: body[name] for name in reversed(body)} | {"id": "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"}
        assert self.signed(tool, signer[0], body=body, signs=signs).status_code == 200

    def test_what_is_refused(self, both, signer):
        key, certificate = signer
        stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        broken = jwt.encode({"a": 1}, key, algorithm="RS256").encode().split(b".")
        broken[1] = base64.urlsafe_b64encode(b"{not json").rstrip(b"=")
        for tool in both:
            refused = [
                self.signed(tool, "secret" * 8, algorithm="HS256"),
                self.signed(tool, key, kind="text/plain; charset=ascii"),
                self.signed(tool, key, signs=changed(statement(), "verb.id", "https://example.org/other")),
                self.signed(tool, stranger, headers={"x5c": [certificate]}),
                self.signed(tool, key, headers={"x5c": ["nothing"]}),
                self.signed(tool, key, headers={"x5c": []}),
                self.signed(tool, key, token=b"not.a-token"),
                self.signed(tool, key, token=b"!.!.!"),
                self.signed(tool, key, token=b".".join(broken)),
            ]
            assert [answer.status_code for answer in refused] == [400] * len(refused)
            one = attachment(b"x", usageType="http://adlnet.gov/expapi/attachments/signature", fileUrl="https://example.org/s")
            assert tool.post(statement(attachments=[one])).status_code == 400
