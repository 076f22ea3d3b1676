"""Messages between the people of a session: who writes to whom, files, read marks, reports, blocking (CMA-I2)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging.domain.addresses import address_of_help, address_of_person, address_of_region
from messaging.domain.blocking import block
from messaging.domain.conversations import conversation_url, write
from messaging.domain.refusals import Refused
from messaging.domain.reports import report
from messaging.models import Block, Conversation, Message, MessageFile, Notice, Participation, Report
from sessions.domain.circle import scope_of
from sessions.enums import EnrolmentState
from sessions.models import SessionTutor
from sessions.registry import awaited_replies
from tests.factories import make_user
from tests.tutoring.makers import make_learners
from tutoring.models import Contact

pytestmark = pytest.mark.requirement("CMA-I2")


def say(author, other, text: str = "Bonjour", **options) -> Message:
    return write(to=address_of_person(author, other), author=author, text=text, **options)


def close(session, days_ago: int) -> None:
    session.ends_on = timezone.localdate() - timedelta(days=days_ago)
    session.starts_on = session.ends_on - timedelta(days=29)
    session.save()


def address(other) -> str:
    return reverse("messaging:write", args=[other.uid])


class TestWhoWritesToWhom:
    @pytest.mark.parametrize(
        ("one", "other"), [("owner", "tutor"), ("tutor", "owner"), ("owner", "member"), ("tutor", "coach"), ("coach", "member")]
    )
    def test_people_of_a_session_do(self, cast, as_user, one, other):
        browser, target = as_user(getattr(cast, one)), address(getattr(cast, other))
        assert browser.get(target).status_code == 200
        answer = browser.post(target, {"text": "Bonjour"})
        found = Conversation.objects.get()
        assert answer["Location"].startswith(conversation_url(found))
        assert "Bonjour" in as_user(getattr(cast, other)).get(conversation_url(found)).text
        assert browser.get(target)["Location"] == conversation_url(found) + "#reply"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("owner", "stranger"),
            ("stranger", "owner"),
            ("owner", "editor"),
            ("owner", "other_manager"),
            ("owner", "manager"),
            ("owner", "owner"),
        ],
    )
    def test_nobody_writes_to_someone_they_share_nothing_with(self, cast, as_user, one, other):
        assert as_user(getattr(cast, one)).post(address(getattr(cast, other)), {"text": "Bonjour"}).status_code == 404
        assert not Message.objects.exists()

    @pytest.mark.parametrize("who", ["member", "coach", "manager", "national", "stranger", "other_manager"])
    def test_nobody_else_reads_or_answers(self, cast, as_user, who):
        found = say(cast.owner, cast.tutor).conversation
        browser = as_user(getattr(cast, who))
        assert browser.get(conversation_url(found)).status_code == 404
        assert browser.post(conversation_url(found), {"text": "Bonjour"}).status_code == 404
        assert "Bonjour" not in browser.get(reverse("messaging:conversations")).text

    def test_one_conversation_for_two_people_and_a_session(self, cast):
        say(cast.owner, cast.tutor)
        say(cast.tutor, cast.owner)
        assert Conversation.objects.count() == 1

    def test_the_people_to_write_to_are_listed_and_searched(self, cast, as_user):
        browser, page = as_user(cast.owner), reverse("messaging:contacts")
        shown = browser.get(page).text
        for words in ("Fabienne Morvan", "Karim Haddad", "Yann Kervella", "Bretagne", "Assistance"):
            assert words in shown
        found = browser.get(page, {"q": "kervel"}).text
        assert "Yann Kervella" in found
        assert "Fabienne Morvan" not in found
        assert "Monique Le Goff" not in as_user(cast.stranger).get(page).text


class TestWhenItCloses:
    def test_learners_write_to_each_other_while_the_session_runs(self, cast):
        found = say(cast.owner, cast.member).conversation
        close(cast.session, days_ago=1)
        with pytest.raises(Refused):
            write(to=found, author=cast.owner, text="Encore")

    def test_with_a_tutor_some_weeks_more(self, cast, settings):
        found = say(cast.owner, cast.tutor).conversation
        close(cast.session, days_ago=1)
        assert write(to=found, author=cast.owner, text="Mon certificat ?")
        close(cast.session, days_ago=settings.MESSAGE_DAYS_AFTER_END + 2)
        with pytest.raises(Refused):
            write(to=found, author=cast.tutor, text="Trop tard")

    def test_who_left_still_reads_and_writes_no_more(self, cast, as_user):
        found = say(cast.tutor, cast.owner, "À garder").conversation
        cast.enrolment.state = EnrolmentState.WITHDRAWN
        cast.enrolment.save()
        page = as_user(cast.owner).get(conversation_url(found))
        assert "À garder" in page.text
        assert 'id="reply"' not in page.text
        refused = as_user(cast.owner).post(conversation_url(found), {"text": "Encore"})
        assert refused.status_code == 200
        assert Message.objects.count() == 1


class TestDesks:
    def test_a_region_is_answered_by_any_of_its_managers(self, cast, as_user, commits):
        with commits():
            as_user(cast.owner).post(reverse("messaging:write_region", args=[cast.region.pk]), {"text": "Ma convocation ?"})
        found = Conversation.objects.get()
        assert [message.to for message in mail.outbox] == [[cast.manager.email]]
        assert "Ma convocation" in as_user(cast.manager).get(reverse("messaging:conversations")).text
        as_user(cast.manager).post(conversation_url(found), {"text": "Elle part ce soir."})
        assert Participation.objects.get(user=cast.owner).unread
        assert not Participation.objects.get(user=cast.manager).unread

    @pytest.mark.parametrize("who", ["member", "tutor", "other_manager", "national", "stranger"])
    def test_others_do_not_read_it(self, cast, as_user, who):
        found = write(to=address_of_region(cast.owner, cast.region), author=cast.owner, text="Bonjour").conversation
        assert as_user(getattr(cast, who)).get(conversation_url(found)).status_code == 404

    def test_a_manager_who_lost_the_region_reads_it_no_more(self, cast, as_user):
        found = write(to=address_of_region(cast.owner, cast.region), author=cast.owner, text="Bonjour").conversation
        write(to=found, author=cast.manager, text="Oui")
        cast.manager.assignments.all().delete()
        assert as_user(cast.manager).get(conversation_url(found)).status_code == 404

    def test_the_help_is_kept_by_national_managers(self, cast, as_user):
        as_user(cast.tutor).post(reverse("messaging:write_help"), {"text": "La page est blanche."})
        found = Conversation.objects.get()
        assert "La page est blanche" in as_user(cast.national).get(conversation_url(found)).text
        assert as_user(cast.manager).get(conversation_url(found)).status_code == 404

    def test_a_manager_writes_for_the_region_to_its_people_only(self, cast, as_user):
        browser = as_user(cast.manager)
        own = reverse("messaging:write_as_region", args=[cast.region.pk, cast.owner.uid])
        assert browser.post(own, {"text": "Bonjour"}).status_code == 302
        assert Conversation.objects.get().asker == cast.owner
        for region, person in ((cast.region, cast.stranger), (cast.other_region, cast.owner)):
            assert browser.post(reverse("messaging:write_as_region", args=[region.pk, person.uid]), {"text": "x"}).status_code == 404

    def test_nobody_writes_to_a_region_that_is_not_theirs(self, cast, as_user):
        assert as_user(cast.owner).get(reverse("messaging:write_region", args=[cast.other_region.pk])).status_code == 404


class TestReading:
    def test_unread_until_opened_and_the_author_sees_that_it_was_read(self, cast, as_user):
        found = say(cast.tutor, cast.owner).conversation
        learner, tutor = as_user(cast.owner), as_user(cast.tutor)
        assert "mail-row--unread" in learner.get(reverse("messaging:conversations")).text
        assert "Messages pour vous" in learner.get(reverse("training_sessions:home")).text
        assert "check-check" not in tutor.get(conversation_url(found)).text
        learner.get(conversation_url(found))
        assert "mail-row--unread" not in learner.get(reverse("messaging:conversations")).text
        assert "check-check" in tutor.get(conversation_url(found)).text

    def test_told_by_mail_once_for_what_is_unread(self, cast, as_user, commits):
        with commits():
            found = say(cast.tutor, cast.owner, "Première").conversation
            write(to=found, author=cast.tutor, text="Deuxième")
        [sent] = mail.outbox
        assert "Première" in sent.body
        assert conversation_url(found) in sent.body
        as_user(cast.owner).get(conversation_url(found))
        with commits():
            write(to=found, author=cast.tutor, text="Troisième")
        assert len(mail.outbox) == 2

    def test_found_again_by_a_name_or_a_word(self, cast, as_user):
        say(cast.owner, cast.tutor, "La taille de l’image déposée")
        say(cast.owner, cast.member, "Autre chose")
        browser, page = as_user(cast.owner), reverse("messaging:conversations")
        for words in ("morvan", "DEPOSEE", "fabienne taille"):
            shown = browser.get(page, {"q": words}).context["rows"]
            assert [name for _one, name, _kept in shown] == ["Fabienne Morvan"]
        assert not browser.get(page, {"q": "introuvable"}).context["rows"]

    def test_text_is_shown_as_text(self, cast, as_user):
        found = say(cast.owner, cast.tutor, "<script>x()</script> voir https://exemple.fr/a").conversation
        page = as_user(cast.tutor).get(conversation_url(found)).text
        assert "&lt;script&gt;" in page
        assert '<a href="https://exemple.fr/a" rel="nofollow">' in page

    def test_an_empty_message_is_refused(self, cast, as_user):
        answer = as_user(cast.owner).post(address(cast.tutor), {"text": " "})
        assert answer.status_code == 200
        assert "Écrivez votre message" in answer.text
        assert not Conversation.objects.exists()


class TestFiles:
    def send(self, browser, other, *files, text="Voici"):
        return browser.post(address(other), {"text": text, "attached": list(files)})

    def test_a_file_is_given_back_to_those_of_the_conversation_only(self, cast, as_user):
        self.send(as_user(cast.owner), cast.tutor, SimpleUploadedFile("plan.txt", b"Mon plan"))
        url = reverse("messaging:file", args=[MessageFile.objects.get().pk])
        answer = as_user(cast.tutor).get(url)
        assert b"".join(answer.streaming_content) == b"Mon plan"
        assert answer["Content-Disposition"] == 'attachment; filename="plan.txt"'
        assert "sandbox" in answer["Content-Security-Policy"]
        for who in ("member", "coach", "manager", "stranger"):
            assert as_user(getattr(cast, who)).get(url).status_code == 404

    @pytest.mark.parametrize(("name", "content"), [("virus.exe", b"MZ"), ("photo.png", b"<html>"), ("vide.txt", b"")])
    def test_a_refused_file_stops_the_message_and_keeps_the_text(self, cast, as_user, name, content):
        answer = self.send(as_user(cast.owner), cast.tutor, SimpleUploadedFile(name, content), text="Un texte gardé")
        assert "Un texte gardé" in answer.text
        assert not Message.objects.exists()

    def test_not_too_many_nor_too_large(self, cast, as_user, settings):
        settings.MESSAGE_MAX_FILES, settings.MESSAGE_FILE_MAX_BYTES = 1, 10
        browser = as_user(cast.owner)
        self.send(browser, cast.tutor, SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b"))
        self.send(browser, cast.tutor, SimpleUploadedFile("a.txt", b"a" * 11))
        assert not Message.objects.exists()


class TestBlocking:
    def test_a_fellow_learner_can_be_refused_and_accepted_again(self, cast, as_user):
        found = say(cast.member, cast.owner).conversation
        url = reverse("messaging:block", args=[found.pk])
        as_user(cast.owner).post(url, {"action": "block"})
        with pytest.raises(Refused, match="ne souhaite pas"):
            write(to=found, author=cast.member, text="Encore")
        as_user(cast.owner).post(url, {"action": "unblock"})
        assert write(to=found, author=cast.member, text="Pardon")

    @pytest.mark.parametrize("other", ["tutor", "coach"])
    def test_whoever_accompanies_is_always_heard(self, cast, as_user, other):
        found = say(getattr(cast, other), cast.owner).conversation
        answer = as_user(cast.owner).post(reverse("messaging:block", args=[found.pk]), {"action": "block"}, follow=True)
        assert "vous accompagne" in answer.text
        assert not Block.objects.exists()

    def test_who_becomes_a_tutor_is_heard_again(self, cast):
        block(user=cast.owner, other=cast.member)
        SessionTutor.objects.create(session=cast.session, user=cast.member, role="content")
        assert say(cast.member, cast.owner)

    def test_the_region_cannot_be_blocked(self, cast, as_user):
        found = write(to=address_of_region(cast.owner, cast.region), author=cast.manager, text="Obligatoire").conversation
        assert as_user(cast.owner).post(reverse("messaging:block", args=[found.pk]), {"action": "block"}).status_code == 404


class TestReports:
    @pytest.fixture
    def reported(self, cast, commits) -> Report:
        message = say(cast.member, cast.owner, "Des mots déplacés")
        with commits():
            return report(message=message, by=cast.owner, reason="Insultant")

    def test_the_managers_concerned_are_told_and_see_it(self, cast, as_user, reported):
        assert cast.manager.email in {message.to[0] for message in mail.outbox}
        url = reverse("messaging:report_page", args=[reported.pk])
        assert "Des mots déplacés" in as_user(cast.manager).get(url).text
        assert as_user(cast.national).get(url).status_code == 200
        assert as_user(cast.other_manager).get(url).status_code == 404
        assert as_user(cast.tutor).get(url).status_code == 403

    def test_a_removed_message_is_out_of_sight_and_its_trace_stays(self, cast, as_user, reported):
        url = reverse("messaging:report_page", args=[reported.pk])
        as_user(cast.manager).post(url, {"decision": "removed", "note": "Vu avec lui."})
        reported.refresh_from_db()
        assert (reported.decision, reported.decided_by) == ("removed", cast.manager)
        page = as_user(cast.owner).get(conversation_url(reported.message.conversation)).text
        assert "Des mots déplacés" not in page
        assert "Message retiré" in page
        assert "Des mots déplacés" not in as_user(cast.owner).get(reverse("messaging:conversations")).text
        assert "Des mots déplacés" in as_user(cast.manager).get(url).text
        assert Notice.objects.filter(user=cast.owner, kind="report_decided").exists()
        again = as_user(cast.national).post(url, {"decision": "kept"}, follow=True)
        assert "a déjà décidé" in again.text

    def test_what_a_manager_wrote_is_judged_by_national_managers(self, cast, as_user):
        message = write(to=address_of_region(cast.owner, cast.region), author=cast.manager, text="Dur")
        found = report(message=message, by=cast.owner, reason="Ton")
        url = reverse("messaging:report_page", args=[found.pk])
        assert as_user(cast.manager).get(url).status_code == 404
        assert as_user(cast.national).get(url).status_code == 200

    def test_nobody_reports_what_they_do_not_read_or_wrote(self, cast, as_user):
        message = say(cast.owner, cast.tutor)
        url = reverse("messaging:report", args=[message.pk])
        assert as_user(cast.member).post(url, {"reason": "x"}).status_code == 404
        as_user(cast.owner).post(url, {"reason": "x"})
        assert not Report.objects.exists()


@pytest.mark.requirement("CMA-2.8")
class TestTutors:
    def test_a_letter_to_all_is_a_conversation_with_each(self, cast, as_user, commits):
        with commits():
            as_user(cast.tutor).post(reverse("tutoring:write_to_all", args=[cast.session.pk]), {"subject": "Mardi", "text": "À mardi !"})
        assert {message.to[0] for message in mail.outbox} == {cast.owner.email, cast.member.email}
        assert Conversation.objects.filter(scope=scope_of(cast.session)).count() == 2
        assert Contact.objects.count() == 2
        assert conversation_url(Conversation.objects.first()) in "".join(message.body for message in mail.outbox)

    def test_what_a_tutor_answers_is_in_the_log_of_assistance(self, cast):
        say(cast.owner, cast.tutor, "Une question")
        assert not Contact.objects.exists()
        say(cast.tutor, cast.owner, "Une réponse")
        logged = Contact.objects.get()
        assert (logged.enrolment, logged.author, logged.text) == (cast.enrolment, cast.tutor, "Une réponse")

    def test_a_learners_message_waits_for_its_answer(self, cast):
        say(cast.owner, cast.tutor, "Une question")
        assert [(one.person, one.title) for one in awaited_replies(cast.tutor)] == [(cast.owner, "Une question")]
        say(cast.tutor, cast.owner, "Une réponse")
        assert awaited_replies(cast.tutor) == []


class TestScale:
    def queries(self, browser, url: str) -> int:
        browser.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    def test_the_lists_cost_the_same_for_one_and_thirty(self, cast, as_user):
        browser = as_user(cast.tutor)
        say(cast.owner, cast.tutor)
        listed, contacts = reverse("messaging:conversations"), reverse("messaging:contacts")
        few = self.queries(browser, listed), self.queries(browser, contacts)
        for enrolment in make_learners(cast.session, 30):
            say(enrolment.user, cast.tutor)
        assert (self.queries(browser, listed), self.queries(browser, contacts)) == few

    def test_a_conversation_costs_the_same_for_one_and_forty(self, cast, as_user):
        browser = as_user(cast.tutor)
        found = say(cast.owner, cast.tutor).conversation
        few = self.queries(browser, conversation_url(found))
        Message.objects.bulk_create(
            [Message(conversation=found, author=[cast.owner, cast.tutor][n % 2], text=f"Mot {n}", folded="") for n in range(40)]
        )
        assert self.queries(browser, conversation_url(found)) == few
        newest, older = browser.get(conversation_url(found)).text, browser.get(conversation_url(found), {"page": 2}).text
        assert "Mot 39" in newest
        assert "Mot 39" not in older
        assert "Mot 1<" in older

    def test_nobody_floods_another(self, cast):
        found = say(cast.owner, cast.tutor).conversation
        Message.objects.bulk_create([Message(conversation=found, author=cast.owner, text="x", folded="") for _n in range(120)])
        with pytest.raises(Refused):
            write(to=found, author=cast.owner, text="Encore")

    def test_help_is_open_to_whoever_has_an_account(self, db):
        lone = make_user()
        assert write(to=address_of_help(lone), author=lone, text="Je ne vois rien").conversation.asker == lone
