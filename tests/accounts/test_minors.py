"""Minors: a parent is asked below an age, agrees or refuses without an account; nothing remains of who is refused (DCL-1)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.domain.registration import forget_unanswered
from accounts.models import ParentalConsent, Registration, User
from accounts.models.registration import Stage, age_on
from messaging.models import OutsideMail
from privacy.domain.erasing import ask_erasure
from privacy.enums import Ground, TextKind
from privacy.models import AuditEntry
from tests.accounts.registering import ADDRESS, PARENT, PASSWORD, born, fill, link_in, open_registration
from tests.factories import make_text
from tests.privacy.traces import files_that_name, tables_that_name

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DCL-1")]


@pytest.fixture
def opened():
    return open_registration()


@pytest.fixture
def notice():
    return make_text("Vos données", kind=TextKind.READ)


@pytest.fixture
def child(client, opened, commits):
    """The link that a parent got."""
    with commits():
        fill(client, born_on=born(14), parent_email=PARENT)
    with commits():
        answer = client.post(link_in(), {"password": PASSWORD})
    assert answer.status_code == 200
    return link_in()


def answer(client, link, word, commits):
    with commits():
        return client.post(link, {"answer": word})


class TestAges:
    @pytest.mark.parametrize(("age", "days", "needs"), [(13, 0, True), (14, 364, True), (15, 0, False), (40, 0, False)])
    def test_below_which_age_a_parent_is_needed(self, client, opened, age, days, needs):
        page = fill(client, born_on=born(age, days))
        if needs:
            assert "parent_email" in page.context["form"].errors
            assert not Registration.objects.exists()
        else:
            assert page.status_code == 302
            assert Registration.objects.get().parent_email == ""

    def test_ages_are_settings(self, client):
        open_registration(least_age=10, parent_below=16)
        assert "parent_email" in fill(client, born_on=born(15)).context["form"].errors
        assert "parent_email" in fill(client, born_on=born(10)).context["form"].errors

    def test_no_agreement_is_asked_where_both_ages_are_the_same(self, client):
        open_registration(least_age=15, parent_below=15)
        assert "parent_email" not in client.get(reverse("accounts:register")).text
        assert fill(client, born_on=born(15)).status_code == 302

    def test_a_parent_has_another_address(self, client, opened):
        assert "parent_email" in fill(client, born_on=born(14), parent_email=ADDRESS.upper()).context["form"].errors

    def test_an_address_of_a_parent_typed_by_a_grown_up_is_not_kept(self, client, opened):
        fill(client, born_on=born(30), parent_email=PARENT)
        assert Registration.objects.get().parent_email == ""

    @pytest.mark.parametrize("changes", [{}, {"email": "pas une adresse"}, {"parent_email": PARENT}])
    def test_who_is_too_young_is_told_kindly_and_nothing_is_kept(self, client, opened, commits, changes):
        with commits():
            page = fill(client, born_on=born(12, 364), **changes)
        assert "un peu tôt" in page.text
        assert mail.outbox == []
        assert tables_that_name(ADDRESS, PARENT, "Kerjean", "Maëlle") == {}

    def test_years_are_full_ones(self):
        from datetime import date

        assert age_on(date(2026, 11, 26), date(2011, 11, 26)) == 15
        assert age_on(date(2026, 11, 26), date(2011, 11, 27)) == 14
        assert age_on(date(2027, 2, 28), date(2012, 2, 29)) == 14
        assert age_on(date(2027, 3, 1), date(2012, 2, 29)) == 15


class TestParent:
    def test_nobody_is_written_to_before_the_childs_address_is_confirmed(self, client, opened, commits):
        with commits():
            fill(client, born_on=born(14), parent_email=PARENT)
        assert [one.to for one in mail.outbox] == [[ADDRESS]]
        assert "parent" in mail.outbox[0].body

    def test_the_account_waits(self, client, child):
        row = Registration.objects.get()
        assert (row.stage, row.parent_email) == (Stage.PARENT, PARENT)
        assert not User.objects.filter(email=ADDRESS).exists()
        assert mail.outbox[-1].to == [PARENT]
        assert "Maëlle" in mail.outbox[-1].subject

    def test_the_page_explains_and_looking_decides_nothing(self, client, notice, child):
        """With the versions that the child read, whatever came since."""
        page = client.get(child).text
        assert "Maëlle demande un compte" in page.replace("\u00a0", " ")
        assert notice.title in page
        assert Registration.objects.get().stage == Stage.PARENT

    def test_a_yes_opens_the_account_and_its_proof_is_kept(self, client, child, commits):
        terms = make_text("Conditions")
        assert "est ouvert" in answer(client, child, "yes", commits).text
        user = User.objects.get(email=ADDRESS)
        proof = ParentalConsent.objects.get(user=user)
        assert (proof.parent_email, proof.born_on.isoformat()) == (PARENT, born(14))
        assert mail.outbox[-1].to == [ADDRESS]
        assert not Registration.objects.exists()
        assert not user.acceptances.filter(version=terms).exists(), "a text that came later was accepted by nobody"
        assert client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD}).status_code == 302
        client.logout()
        assert client.get(child).status_code == 410

    def test_an_answer_that_is_none_is_asked_again(self, client, child, commits):
        assert "Choisissez une des deux" in answer(client, child, "peut-être", commits).text
        assert Registration.objects.exists()

    def test_each_step_is_in_the_audit_log_without_a_name(self, client, child, commits):
        answer(client, child, "yes", commits)
        actions = list(AuditEntry.objects.filter(model="accounts.Registration").order_by("pk").values_list("action", flat=True))
        assert actions == ["created", "changed", "deleted"]
        assert AuditEntry.objects.filter(model="accounts.ParentalConsent", person=User.objects.get(email=ADDRESS).pk).exists()
        assert not {"privacy_auditentry"} & set(tables_that_name(ADDRESS, PARENT, "Kerjean"))

    def test_the_proof_goes_with_the_account(self, client, child, commits):
        answer(client, child, "yes", commits)
        with commits():
            ask_erasure(person=User.objects.get(email=ADDRESS), ground=Ground.REQUEST)
        assert tables_that_name(PARENT, ADDRESS) == {}

    def test_the_link_of_the_child_is_not_the_parents(self, client, opened, commits):
        with commits():
            fill(client, born_on=born(14), parent_email=PARENT)
        own = link_in()
        token = own.rstrip("/").split("/")[-1]
        assert client.get(reverse("accounts:parent", args=[token])).status_code == 410

    def test_an_address_that_got_an_account_meanwhile(self, client, child, commits):
        from tests.factories import make_user

        make_user(email=ADDRESS)
        assert answer(client, child, "yes", commits).status_code == 410


class TestNothingRemains:
    WORDS = (ADDRESS, PARENT, "Kerjean", "Maëlle")

    def test_of_a_refused_minor(self, client, child, commits):
        answer(client, child, "no", commits)
        assert mail.outbox[-1].to == [ADDRESS]
        assert tables_that_name(*self.WORDS) == {}
        assert files_that_name(*self.WORDS) == []
        assert client.get(child).status_code == 410
        assert AuditEntry.objects.filter(model="accounts.Registration", action="deleted").exists()

    def test_without_an_answer_in_time(self, client, child, settings):
        with time_machine.travel(timezone.now() + timedelta(days=settings.PARENT_ANSWER_DAYS - 1), tick=False):
            assert forget_unanswered() == 0
        with time_machine.travel(timezone.now() + timedelta(days=settings.PARENT_ANSWER_DAYS, minutes=1), tick=False):
            assert client.get(child).status_code == 410
            assert forget_unanswered() == 1
        assert tables_that_name(*self.WORDS) == {}

    def test_not_even_mails_that_have_not_left(self, client, child):
        """The mail to the parent could not be sent: it goes with what it is about."""
        row = Registration.objects.get()
        OutsideMail.objects.create(key=f"registration:{row.pk}:again", kind="parent_asked", address=PARENT, subject="s", text="Maëlle")
        client.post(child, {"answer": "no"})
        assert OutsideMail.objects.filter(address=PARENT).count() == 0

    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        first=st.text(st.characters(categories=["L"]), min_size=4, max_size=30),
        last=st.text(st.characters(categories=["L"]), min_size=4, max_size=30),
        number=st.integers(10_000, 99_999),
        silent=st.booleans(),
    )
    def test_whatever_was_written_and_however_it_ended(
        self, client, opened, django_capture_on_commit_callbacks, first, last, number, silent
    ):
        """Property: after a refusal or silence no table names the child or the parent."""
        own, parents = f"enfant{number}@exemple.fr", f"parent{number}@exemple.fr"
        before = tables_that_name(own, parents)
        with django_capture_on_commit_callbacks(execute=True):
            page = fill(client, first_name=f"Zq{first}", last_name=f"Zk{last}", email=own, born_on=born(13), parent_email=parents)
        if page.status_code != 302:
            assert page.context["form"].errors
            return
        with django_capture_on_commit_callbacks(execute=True):
            client.post(link_in(), {"password": PASSWORD})
        with django_capture_on_commit_callbacks(execute=True):
            if silent:
                with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
                    forget_unanswered()
            else:
                client.post(link_in(), {"answer": "no"})
        assert before == tables_that_name(own, parents, f"Zq{first}", f"Zk{last}") == {}
