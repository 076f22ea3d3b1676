"""Feeding another record store: ours again, reached through a stand-in for the network."""

import json
from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from jobs.models import JobState
from lrs.domain import forwarding
from lrs.domain.forwarding import forward, forward_due
from lrs.domain.sealing import seal, unseal
from lrs.models import ForwardTarget
from tests.lrs.machine import attachment, multipart, statement

pytestmark = pytest.mark.requirement("CMA-2.22")


class Elsewhere:
    """A store elsewhere that notes what it gets, and answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.kinds: list[str] = []
        self.codes: list[int] = []
        self.poison = ""

    def post(self, url, *, data, auth, headers, **options):
        answer = requests.Response()
        answer.status_code = self.codes.pop(0) if self.codes else 200
        if self.poison and self.poison in data.decode(errors="replace"):
            answer.status_code = 400
        answer._content = b"because"
        if answer.status_code == 599:
            raise requests.ConnectionError
        if answer.status_code == 200:
            assert (url, auth) == ("https://lrs.example.org/xapi/statements", ("k", "hush"))
            self.kinds.append(headers["Content-Type"].split(";")[0])
            text = (
                data.decode().partition("\r\n\r\n")[2].partition("\r\n--")[0] if "multipart" in headers["Content-Type"] else data.decode()
            )
            body = json.loads(text)
            self.got += [one["id"] for one in (body if isinstance(body, list) else [body])]
        return answer


@pytest.fixture
def elsewhere(monkeypatch) -> Elsewhere:
    other = Elsewhere()
    monkeypatch.setattr(forwarding.requests, "post", other.post)
    monkeypatch.setattr(forwarding, "consistent_through", lambda: timezone.now() + timedelta(seconds=1))
    monkeypatch.setattr(forwarding, "BATCH", 2)
    return other


@pytest.fixture
def target(db) -> ForwardTarget:
    return ForwardTarget.objects.create(
        name="Ailleurs", url="https://lrs.example.org/xapi/", key="k", sealed_secret=seal("hush"), state=JobState.DONE,
        at=timezone.now() - timedelta(days=1),
    )  # fmt: skip


def test_all_in_order_and_once(tool, target, elsewhere):
    ids = [tool.keep(statement()) for _ in range(5)]
    forward(target)
    forward(target)
    assert elsewhere.got == ids
    assert (target.sent, target.refused, target.failures) == (5, 0, 0)
    ids.append(tool.keep(statement()))
    forward(target)
    assert elsewhere.got == ids


def test_nothing_is_lost_while_it_is_down(tool, target, elsewhere):
    ids = [tool.keep(statement()) for _ in range(4)]
    for failures, code in enumerate((503, 599, 401), start=1):
        elsewhere.codes = [code]
        forward(target)
        target.refresh_from_db()
        assert (elsewhere.got, target.failures) == ([], failures)
        assert target.next_try_at > timezone.now() + timedelta(seconds=20 * 2 ** (failures - 1))
        assert target.last_error
    target.failures = 500
    elsewhere.codes = [503]
    forward(target)
    assert target.next_try_at <= timezone.now() + timedelta(hours=1)
    forward(target)
    assert elsewhere.got == ids
    assert (target.failures, target.next_try_at) == (0, None)


def test_what_it_refuses_for_good_does_not_hold_up_the_rest(tool, target, elsewhere):
    good, bad, last = tool.keep(statement()), tool.keep(statement()), tool.keep(statement())
    elsewhere.poison = bad
    forward(target)
    assert elsewhere.got == [good, last]
    assert (target.sent, target.refused, target.last_error) == (2, 1, "400 because")


def test_what_it_has_already_counts_as_sent(tool, target, elsewhere):
    tool.keep(statement())
    elsewhere.codes = [409]
    forward(target)
    assert (target.sent, target.failures) == (1, 0)


def test_filters(tool, target, elsewhere):
    tool.keep(statement())
    wanted = tool.keep(statement(verb={"id": "https://example.org/v"}))
    target.verb = "https://example.org/v"
    forward(target)
    assert elsewhere.got == [wanted]
    target.platform_only, target.at, target.at_id = True, timezone.now() - timedelta(days=1), None
    forward(target)
    assert elsewhere.got == [wanted]


def test_attachments_go_along(tool, target, elsewhere):
    body, kind = multipart(statement(attachments=[attachment()]), b"here is a simple attachment")
    name = tool.post(body, content_type=kind).json()[0]
    forward(target)
    assert (elsewhere.got, elsewhere.kinds) == ([name], ["multipart/mixed"])


def test_the_clock_starts_what_is_due(tool, target, elsewhere, commits):
    assert forward_due() == 0
    name = tool.keep(statement())
    ForwardTarget.objects.update(next_try_at=timezone.now() + timedelta(minutes=1))
    assert forward_due() == 0
    ForwardTarget.objects.update(next_try_at=None, is_active=False)
    assert forward_due() == 0
    ForwardTarget.objects.update(is_active=True)
    with commits():
        assert forward_due() == 1
    assert elsewhere.got == [name]
    target.refresh_from_db()
    assert (target.state, target.sent) == (JobState.DONE, 1)


def test_a_secret_sealed_with_another_key_is_empty(settings):
    sealed = seal("hush")
    assert unseal(sealed) == "hush"
    settings.SECRET_KEY = "another"
    assert unseal(sealed) == ""
