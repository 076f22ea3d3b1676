"""Texts in numbered versions, what people accept when their account opens, accepted anew, taken back (CMA-1.13)."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.domain.invitations import invitation_url
from privacy.domain.consents import accept, asked_at, owed_by, publish, unanswered_by
from privacy.domain.erasing import ask_erasure
from privacy.domain.telling import holdings_of
from privacy.enums import Ground, Occasion, TextKind, TextPlace
from privacy.models import Acceptance, AuditEntry, ConsentText, TextVersion
from tests.factories import make_text, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-1.13")]
PASSWORD = "trois brioches tièdes"


@pytest.fixture
def terms():
    return make_text("Conditions d’utilisation")


@pytest.fixture
def news():
    return make_text("Nouvelles formations", kind=TextKind.FREE, order=20)


@pytest.fixture
def notice():
    return make_text("Vos données", kind=TextKind.READ, order=5)


def rewritten(version: TextVersion, body: str, **options) -> TextVersion:
    text = version.text
    return make_text(version.title, text=text, body=body, kind=text.kind, order=text.order, **options)


def path_of(user) -> str:
    return "/" + invitation_url(user).split("/", 3)[3]


class TestVersions:
    def test_other_words_are_a_new_version_and_the_former_stays_readable(self, terms, client):
        second = rewritten(terms, "<p>Lisez cela.</p>")
        assert (second.number, second.text.latest) == (2, 2)
        present, former = (client.get(reverse("privacy:text_version", args=[terms.text.slug, number])) for number in (2, 1))
        assert "Lisez cela." in present.text
        assert "Lisez ceci." in former.text
        assert "n’est plus la version" in former.text
        assert "n’est plus la version" not in present.text
        assert "Lisez cela." in client.get(reverse("privacy:text", args=[terms.text.slug])).text

    def test_the_same_words_are_not(self, terms):
        assert rewritten(terms, terms.body).number == 1

    @pytest.mark.parametrize("change", [{"body": "<p>Autre.</p>"}, {"box": "Oui"}, {"number": 7}])
    def test_the_database_refuses_to_change_what_was_published(self, terms, change):
        with pytest.raises(DatabaseError), transaction.atomic():
            TextVersion.objects.filter(pk=terms.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            TextVersion.objects.filter(pk=terms.pk)._raw_delete("default")
        terms.refresh_from_db()
        assert terms.body == "<p>Lisez ceci.</p>"

    def test_a_text_asked_no_more_is_asked_nobody_and_stays_readable(self, terms, client, cast):
        make_text(terms.title, text=terms.text, is_shown=False, again=True, kind=terms.text.kind)
        assert asked_at(TextPlace.ACCOUNT) == []
        assert owed_by(cast.owner) == []
        assert client.get(reverse("privacy:text", args=[terms.text.slug])).status_code == 200

    def test_two_texts_of_one_title_have_their_own_addresses(self, terms):
        assert make_text(terms.title).text.slug == f"{terms.text.slug}-2"


class TestInvitation:
    @pytest.fixture
    def invited(self):
        return make_user("Gwenaëlle", "Quéméner")

    def test_the_boxes_are_asked_and_what_was_accepted_is_kept_with_its_version(self, client, invited, terms, news, notice):
        page = client.get(path_of(invited))
        assert terms.box in page.text
        assert reverse("privacy:text", args=[notice.text.slug]) in page.text
        answer = client.post(path_of(invited), {"password": PASSWORD, f"text_{terms.pk}": "on", f"text_{notice.pk}": "True"})
        assert answer["Location"] == reverse("accounts:workspace")
        kept = {one.version: one.occasion for one in Acceptance.objects.filter(user=invited)}
        assert kept == {terms: Occasion.INVITATION, notice: Occasion.INVITATION}

    def test_without_the_compulsory_box_no_account_opens(self, client, invited, terms, notice):
        page = client.post(path_of(invited), {"password": PASSWORD, f"text_{notice.pk}": "True"})
        assert page.context["form"].errors.keys() == {f"text_{terms.pk}"}
        invited.refresh_from_db()
        assert not invited.has_usable_password()
        assert not Acceptance.objects.exists()

    def test_words_that_changed_while_the_page_was_open_are_asked_anew(self, client, invited, terms, notice):
        new_terms, new_notice = rewritten(terms, "<p>Autre.</p>"), rewritten(notice, "<p>Autre.</p>")
        page = client.post(path_of(invited), {"password": PASSWORD, f"text_{terms.pk}": "on", f"text_{notice.pk}": "True"})
        assert page.context["form"].errors.keys() == {f"text_{new_terms.pk}", f"text_{new_notice.pk}"}

    def test_what_was_answered_once_is_not_asked_again(self, client, invited, terms, news):
        accept(user=invited, versions=[terms], occasion=Occasion.INVITATION)
        assert unanswered_by(invited) == [news]

    def test_a_refused_password_keeps_the_ticks(self, client, invited, terms):
        page = client.post(path_of(invited), {"password": "court", f"text_{terms.pk}": "on"})
        assert page.context["form"][f"text_{terms.pk}"].value() is True
        assert not Acceptance.objects.exists()


class TestAcceptedAgain:
    def sign_in(self, client, person):
        person.set_password(PASSWORD)
        person.save()
        return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    def test_at_the_next_sign_in_one_page_then_where_they_were_going(self, client, cast, terms):
        accept(user=cast.owner, versions=[terms], occasion=Occasion.INVITATION)
        new = rewritten(terms, "<p>Plus court.</p>", again=True)
        self.sign_in(client, cast.owner)
        wanted = reverse("accounts:profile") + "?x=1"
        met = client.get(wanted)
        assert met["Location"].startswith(reverse("accounts:consent_owed"))
        page = client.get(met["Location"])
        assert terms.box in page.text
        assert client.post(met["Location"], {"next": wanted}).status_code == 200, "nothing ticked: they stay"
        answer = client.post(met["Location"], {"next": wanted, f"text_{new.pk}": "on"})
        assert answer["Location"] == wanted
        assert client.get(wanted).status_code == 200
        standing = Acceptance.objects.standing().get(user=cast.owner)
        assert (standing.version, standing.occasion) == (new, Occasion.SIGN_IN)
        assert Acceptance.objects.get(version=terms).withdrawn_at is not None

    def test_who_owes_nothing_meets_nothing(self, client, cast, terms):
        """A new text that does not bind, and one that was accepted as it binds."""
        self.sign_in(client, cast.owner)
        assert client.get(reverse("accounts:profile")).status_code == 200
        rewritten(terms, "<p>Plus court.</p>", again=True)
        accept(user=cast.owner, versions=asked_at(TextPlace.ACCOUNT), occasion=Occasion.SIGN_IN)
        rewritten(terms, "<p>Une coquille de moins.</p>")
        client.logout()
        self.sign_in(client, cast.owner)
        assert client.get(reverse("accounts:profile")).status_code == 200

    def test_an_information_that_binds_is_shown_and_noted(self, client, cast):
        notice = make_text("Vos données", kind=TextKind.READ, again=True)
        self.sign_in(client, cast.owner)
        owed = client.get(reverse("accounts:profile"))["Location"]
        client.post(owed, {f"text_{notice.pk}": "True"})
        assert Acceptance.objects.get(user=cast.owner).version == notice

    def test_who_got_an_account_without_our_forms_is_asked_at_the_first_sign_in(self, client, cast, terms, news):
        """An identity provider, or a manager, opened it; whoever was there before the text is left alone."""
        newcomer = make_user("Alix", "Nouveau")
        self.sign_in(client, newcomer)
        owed = client.get(reverse("accounts:profile"))["Location"]
        assert client.post(owed, {f"text_{terms.pk}": "on"})["Location"] == reverse("accounts:profile")
        assert Acceptance.objects.get(user=newcomer).version == terms
        assert owed_by(cast.owner) == []

    def test_the_texts_themselves_and_signing_out_stay_open(self, client, cast, terms):
        rewritten(terms, "<p>Plus court.</p>", again=True)
        self.sign_in(client, cast.owner)
        assert client.get(reverse("privacy:text", args=[terms.text.slug])).status_code == 200
        assert client.post(reverse("account_logout")).status_code == 302

    @pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
    def test_it_leads_nowhere_else(self, as_user, cast, elsewhere):
        answer = as_user(cast.owner).post(reverse("accounts:consent_owed"), {"next": elsewhere})
        assert answer["Location"] == reverse("accounts:workspace")

    def test_an_auditor_may_accept(self, client, terms):
        from accounts.enums import Role

        new = rewritten(terms, "<p>Plus court.</p>", again=True)
        auditor = make_user("Odile", "Contrôle", role=Role.AUDITOR)
        self.sign_in(client, auditor)
        client.post(reverse("accounts:consent_owed"), {f"text_{new.pk}": "on"})
        assert Acceptance.objects.filter(user=auditor, version=new).exists()


class TestMyConsents:
    def test_a_free_one_is_taken_back_as_easily_as_given(self, as_user, cast, news):
        browser = as_user(cast.owner)
        browser.post(reverse("accounts:consent_give", args=[news.pk]))
        given = Acceptance.objects.get(user=cast.owner)
        assert given.occasion == Occasion.PROFILE
        assert "Accepté le" in browser.get(reverse("accounts:consents")).text
        browser.post(reverse("accounts:consent_withdraw", args=[news.pk]))
        given.refresh_from_db()
        assert given.withdrawn_at is not None
        browser.post(reverse("accounts:consent_give", args=[news.pk]))
        assert Acceptance.objects.filter(user=cast.owner).count() == 2

    def test_a_compulsory_one_is_not(self, as_user, cast, terms):
        accept(user=cast.owner, versions=[terms], occasion=Occasion.INVITATION)
        page = as_user(cast.owner).post(reverse("accounts:consent_withdraw", args=[terms.pk]), follow=True)
        assert Acceptance.objects.standing().filter(user=cast.owner).exists()
        assert "faire effacer" in page.text or "effacement" in page.text

    def test_a_free_one_asked_no_more_can_still_be_taken_back(self, as_user, cast, news):
        accept(user=cast.owner, versions=[news], occasion=Occasion.PROFILE)
        make_text(news.title, text=news.text, kind=TextKind.FREE, is_shown=False)
        browser = as_user(cast.owner)
        assert news.title in browser.get(reverse("accounts:consents")).text
        browser.post(reverse("accounts:consent_withdraw", args=[news.pk]))
        assert not Acceptance.objects.standing().exists()

    def test_nobody_else_sees_or_ends_them(self, as_user, cast, news):
        accept(user=cast.owner, versions=[news], occasion=Occasion.PROFILE)
        assert as_user(cast.member).post(reverse("accounts:consent_withdraw", args=[news.pk])).status_code == 404
        assert not Acceptance.objects.visible_to(cast.manager).exists()
        assert Acceptance.objects.standing().filter(user=cast.owner).exists()

    def test_they_stand_among_my_data_and_go_with_the_account(self, cast, news, commits):
        accept(user=cast.owner, versions=[news], occasion=Occasion.PROFILE)
        assert "privacy.Acceptance" in {one.slug for one in holdings_of(cast.owner)}
        with commits():
            ask_erasure(person=cast.owner, ground=Ground.REQUEST)
        assert not Acceptance.objects.filter(user=cast.owner).exists()
        assert TextVersion.objects.filter(pk=news.pk).exists()

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_page_asks_as_many_questions_for_many_as_for_one(self, client, cast, count, django_assert_num_queries):
        for number in range(count):
            accept(user=cast.owner, versions=[make_text(f"Texte {number}", kind=TextKind.FREE)], occasion=Occasion.PROFILE)
        # As who signs in with a password: read with what every page asks about a person.
        client.force_login(cast.owner, backend="accounts.backends.PersonBackend")
        client.get(reverse("accounts:consents"))
        with django_assert_num_queries(QUESTIONS):
            client.get(reverse("accounts:consents"))


QUESTIONS = 11


class TestBackOffice:
    WORDS = {"title": "Conditions", "place": "account", "kind": "required", "body": "<p>Soyez polis.</p>", "box": "J’accepte", "order": 10}

    @pytest.fixture
    def browser(self, as_user, cast):
        from pathways.domain.back_office import ensure_back_office

        ensure_back_office()
        return as_user(cast.national)

    def words(self, body: str) -> str:
        """As the editor of the back office sends it."""
        import json

        return json.dumps(
            {
                "blocks": [{"key": "a", "text": body, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}],
                "entityMap": {},
            }
        )

    def send(self, browser, address, **changes):
        return browser.post(address, {**self.WORDS, "is_shown": "on", **changes, "body": self.words(changes.get("body", "Soyez polis."))})

    def test_a_text_is_written_changed_and_its_versions_listed(self, browser, cast):
        self.send(browser, reverse("consent_text_new"))
        text = ConsentText.objects.get()
        version = text.versions.get()
        assert "Soyez polis." in version.body
        assert version.published_by == cast.national
        self.send(browser, reverse("consent_text", args=[text.pk]), body="Soyez bien polis.", again="on")
        text.refresh_from_db()
        assert (text.latest, text.binding) == (2, 2)
        page = browser.get(reverse("consent_text", args=[text.pk])).text
        assert "Version 1" in page
        assert "Version 2" in page
        assert "Soyez bien polis." in page

    def test_saving_the_same_words_publishes_nothing(self, browser):
        self.send(browser, reverse("consent_text_new"))
        text = ConsentText.objects.get()
        self.send(browser, reverse("consent_text", args=[text.pk]))
        text.refresh_from_db()
        assert text.latest == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"body": ""}, "body"),
            ({"box": ""}, "box"),
            ({"kind": "free", "again": "on"}, "again"),
            ({"place": "interest", "again": "on"}, "again"),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_kept(self, browser, changes, field):
        page = self.send(browser, reverse("consent_text_new"), **changes)
        assert page.status_code == 200
        assert field in page.context["form"].errors
        assert 'value="Conditions"' in page.text
        assert not ConsentText.objects.exists()

    def test_the_deed_is_in_the_audit_log(self, browser, cast):
        self.send(browser, reverse("consent_text_new"))
        assert AuditEntry.objects.filter(model="privacy.ConsentText", actor=cast.national.pk).exists()


def test_two_publications_at_once_never_share_a_number(terms, cast):
    """The lock on the text gives each its own; the database would refuse the same twice."""
    publish(
        text=terms.text,
        by=cast.national,
        title="a",
        body="<p>b</p>",
        box="c",
        again=False,
        kind="required",
        place="account",
        is_shown=True,
        order=1,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        TextVersion.objects.create(text=terms.text, number=2, title="a", body="d")
