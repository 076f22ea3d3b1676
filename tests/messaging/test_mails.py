"""Mails: sent once, to addresses of any script, and shown in development only."""

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.urls import reverse

from jobs.domain.run import JobRefused
from jobs.models import JobState
from messaging.backends import SmtpBackend
from messaging.domain.mail import Mail
from messaging.domain.mailbox import find_mail, kept_mails
from messaging.domain.sending import deliver, send
from messaging.models import Notice
from tests.factories import make_region, make_user

INTERNATIONAL = "محمد@مثال.تونس"


@pytest.fixture
def person(db):
    return make_user("Anne", "Riou", email="anne@exemple.fr")


def a_mail(person, key="k", **options) -> Notice:
    context = {"region": make_region(), "brand": {"name": "Compagnon"}, "link": "https://exemple.fr/a?b=1&c=2"}
    return send(to=person, kind="new_tutor", key=key, context=context, **options)


def test_the_same_key_sends_once(person, commits):
    with commits():
        first, second = a_mail(person), a_mail(person)
    assert first == second
    assert len(mail.outbox) == 1
    first.refresh_from_db()
    assert first.state == JobState.DONE
    deliver(first)
    assert len(mail.outbox) == 1


def test_text_is_not_escaped_and_html_is(person, commits):
    with commits():
        a_mail(person)
    assert "https://exemple.fr/a?b=1&c=2" in mail.outbox[0].body
    assert "a?b=1&amp;c=2" in mail.outbox[0].alternatives[0][0]


def test_nothing_leaves_when_the_transaction_is_lost(person, commits):
    from django.db import transaction

    def lose() -> None:
        with transaction.atomic():
            a_mail(person)
            raise ZeroDivisionError

    with commits(), pytest.raises(ZeroDivisionError):
        lose()
    assert mail.outbox == []
    assert not Notice.objects.exists()


class FakeServer:
    """A mail server as smtplib shows it."""

    def __init__(self, smtputf8: bool):
        self.smtputf8, self.sent = smtputf8, []

    def has_extn(self, name: str) -> bool:
        return self.smtputf8 and name == "smtputf8"

    def sendmail(self, sender, recipients, body, mail_options=()):
        self.sent.append((recipients, body, list(mail_options)))


def backend(smtputf8: bool) -> tuple[SmtpBackend, FakeServer]:
    found, server = SmtpBackend(), FakeServer(smtputf8)
    found.connection = server
    return found, server


def test_an_international_recipient_is_written_as_it_is_where_the_server_accepts_it():
    sender, server = backend(True)
    assert sender._send(Mail("Bonjour", "Texte", to=[INTERNATIONAL]))
    [(recipients, body, options)] = server.sent
    assert recipients == [INTERNATIONAL]
    assert f"To: {INTERNATIONAL}".encode() in body
    assert "SMTPUTF8" in options


def test_a_server_without_it_gives_a_clear_refusal():
    sender, server = backend(False)
    with pytest.raises(JobRefused, match=INTERNATIONAL):
        sender._send(Mail("Bonjour", "Texte", to=[INTERNATIONAL]))
    assert server.sent == []


def test_an_international_domain_goes_to_any_server():
    sender, server = backend(False)
    assert sender._send(Mail("Bonjour", "Texte", to=["jean@artisanat-été.fr"]))
    assert server.sent[0][0] == ["jean@xn--artisanat-t-kbbb.fr"]


# --- The pages of development ---


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.DEMO_PAGES = True
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(tmp_path))
    for number, to in enumerate(["a@exemple.fr", INTERNATIONAL]):
        message = Mail(f"Sujet n° {number}", "Du texte", to=[to], connection=connection)
        message.attach_alternative("<html><head><script>alert(1)</script></head><body>Été</body></html>", "text/html")
        message.attach("session.ics", b"BEGIN:VCALENDAR", "text/calendar")
        message.send()
    return tmp_path


def test_kept_mails_are_read_back_whole(mailbox):
    found = kept_mails()
    assert {one.subject for one in found} == {"Sujet n° 0", "Sujet n° 1"}
    assert {one.to for one in found} == {"a@exemple.fr", INTERNATIONAL}
    assert all(one.text.strip() == "Du texte" for one in found)
    assert all("Été" in one.html for one in found)
    assert found[0].attachments == [("session.ics", "text/calendar", b"BEGIN:VCALENDAR")]
    assert find_mail(found[0].name) == found[0] or find_mail(found[0].name).subject == found[0].subject
    assert find_mail("../../etc/passwd") is None


def test_the_pages_show_a_mail_and_let_it_run_nothing(mailbox, client):
    name = kept_mails()[0].name
    assert "Sujet n° 1" in client.get(reverse("messaging:mails")).content.decode()
    page = client.get(reverse("messaging:mail", args=[name])).content.decode()
    assert 'sandbox="allow-top-navigation-by-user-activation allow-popups"' in page
    framed = client.get(reverse("messaging:mail_html", args=[name]))
    policy = framed["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    attached = client.get(reverse("messaging:mail_attachment", args=[name, 0]))
    assert attached["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("messaging:mail_attachment", args=[name, 5])).status_code == 404
    assert client.get(reverse("messaging:mail", args=["nothing.0"])).status_code == 404


@pytest.mark.parametrize("debug", [False, True])
def test_outside_development_the_pages_do_not_exist(mailbox, client, settings, debug):
    settings.DEBUG, settings.DEMO_PAGES = debug, False
    name = kept_mails()[0].name
    for url in (
        reverse("messaging:mails"),
        reverse("messaging:mail", args=[name]),
        reverse("messaging:mail_html", args=[name]),
        reverse("messaging:mail_attachment", args=[name, 0]),
    ):
        assert client.get(url).status_code == 404
