"""The story CMA-E1, played by all its people in a real browser, with the clock moved through its thirty days."""

import email
import email.policy
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse

from accounts.models import User
from courses.models import Attempt, LibraryObject
from pathways.models import Step
from sessions.models import Enrolment, TrainingSession
from tests.browser.conftest import sign_in_cookie, wait_until
from tests.browser.scorm_player import part_of, play_golf, until
from tests.browser.story import around, ending
from tests.browser.story.hands import Keyboard, Mouse
from tests.browser.story.stage import Stage, has_corpus, set_stage

PARIS = ZoneInfo("Europe/Paris")
FIRST_DAY = date(2027, 3, 1)
CLASS_DAY, HALF_DAY = 10, 22
PATIENCE = 60_000
PASSWORD = "brioche-feuilletée-du-samedi"

pytestmark = pytest.mark.browser


def moment(day: int, hour: int = 10) -> datetime:
    """An hour of the session's day `day`, 1 being the first."""
    when = FIRST_DAY + timedelta(days=day - 1)
    return datetime(when.year, when.month, when.day, hour, tzinfo=PARIS)


@pytest.fixture
def clock():
    traveller = time_machine.travel(moment(-10), tick=True)
    yield traveller.start()
    traveller.stop()


@pytest.fixture
def mails(tmp_path):
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=str(tmp_path)):
        yield Mails(tmp_path)


class Mails:
    """The mail files, as a mail program reads them."""

    def __init__(self, folder) -> None:
        self.folder = folder

    def to(self, address: str) -> list:
        texts = [part for path in sorted(self.folder.glob("*.log")) for part in path.read_bytes().split(b"-" * 79) if part.strip()]
        found = [email.message_from_bytes(text.strip(), policy=email.policy.default) for text in texts]
        return [message for message in found if address in str(message["To"])]


class Story:
    """Everyone's browser, the clock and the stage."""

    def __init__(self, site, new_context, clock, mails, stage, *, width: int, hands) -> None:
        self.site, self.clock, self.mails, self.stage = site, clock, mails, stage
        self.contexts = {}
        self.new_context, self.width, self.hands_class = new_context, width, hands

    def page(self, name: str, width: int = 1280):
        """The person's tab; each signs in again after a jump of the clock, as after a night."""
        if name not in self.contexts:
            self.contexts[name] = self.new_context(width).new_page()
            self.contexts[name].set_default_timeout(PATIENCE)
        page = self.contexts[name]
        page.context.clear_cookies()
        page.context.add_cookies([sign_in_cookie(self.site, self.user(name))])
        return page

    def user(self, name: str) -> User:
        return User.objects.get(first_name=name)

    def at(self, day: int, hour: int = 10) -> None:
        self.clock.move_to(moment(day, hour))

    def go(self, page, name: str, *args) -> None:
        page.goto(self.site.url(reverse(name, args=args)))

    def learner(self):
        """Monique's hands on her page, at her home."""
        page = self.page("Monique", self.width)
        self.go(page, "training_sessions:home")
        return page, self.hands_class(page)

    def keep_pictures(self, folder) -> None:
        """What everyone had before their eyes when the story broke."""
        for name, page in self.contexts.items():
            page.screenshot(path=folder / f"{name}.png")

    @property
    def enrolment(self) -> Enrolment:
        return Enrolment.objects.get(user__first_name="Monique")


# --- the editor -------------------------------------------------------------


def editor_finishes_the_pathway(story: Story) -> None:
    """Claire imports the final quiz, makes its page, adds it as the last step, and publishes."""
    page = story.page("Claire")
    story.go(page, "packages:add")
    page.set_input_files("input[type=file]", {"name": "quiz-final.zip", "mimeType": "application/zip", "buffer": story.stage.final_zip})
    page.locator("input[name=title]").fill("Quiz final")
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Créer le module dans la bibliothèque").click()
    page.locator("#id_title").wait_for()
    fill_in_its_tab(page, "#id_pass_mark", "70")
    fill_in_its_tab(page, "#id_duration_minutes", "20")
    publish(page)
    final = LibraryObject.objects.get(title="Quiz final")
    assert final.live
    add_last_step(page, story, final)
    story.stage.pathway.refresh_from_db()
    assert story.stage.pathway.live
    assert Step.objects.filter(sequence__pathway=story.stage.pathway).last().activity_id == final.pk


def fill_in_its_tab(page, field: str, value: str) -> None:
    """Open the tab of the editing form that holds the field, and fill it."""
    for tab in page.locator("[role=tab]").all():
        if page.locator(field).is_visible():
            break
        tab.click()
    page.locator(field).fill(value)


def publish(page) -> None:
    page.get_by_role("button", name="Plus d’actions").or_(page.locator("footer [data-w-dropdown-target=toggle]")).first.click()
    page.locator("button[name=action-publish]").first.click()
    page.get_by_text("publiée").or_(page.get_by_text("publié")).first.wait_for()


def add_last_step(page, story: Story, final: LibraryObject) -> None:
    page.goto(story.site.url(reverse("wagtailadmin_pages:edit", args=[story.stage.pathway.pk])))
    page.get_by_role("tab", name="Séquences et étapes").click()
    page.locator("#id_sequences-1-steps-ADD").click()
    row = page.locator("#inline_child_sequences-1-steps-4")
    row.get_by_role("button", name=re.compile("Choisir")).first.click()
    page.locator(".modal-body").get_by_role("link", name="Quiz final").click()
    page.locator(".modal").wait_for(state="detached")
    publish(page)


# --- the manager ------------------------------------------------------------


def manager_opens_the_session(story: Story) -> None:
    """René makes the session from the pathway on one page, with its team, its dates and two people."""
    page = story.page("René")
    story.go(page, "training_sessions:session_new")
    page.get_by_label("Parcours", exact=True).select_option(value=str(story.stage.pathway.pk))
    page.locator("input[name='events-0-day']").wait_for()
    page.get_by_label("Premier jour").fill(FIRST_DAY.isoformat())
    page.get_by_label("Premier jour").blur()
    # The dates follow the first day.
    wait_until(page, "document.querySelector('input[name=events-0-day]').value.startsWith('2027-03')")
    page.wait_for_load_state("networkidle")
    team = page.locator(".team")
    team.get_by_role("group", name="Rôles de Fabienne Morvan").get_by_label("Tuteur contenu").check()
    team.get_by_role("group", name="Rôles de Karim Haddad").get_by_label("Tuteur motivationnel").check()
    for number, day in ((0, CLASS_DAY), (1, HALF_DAY)):
        page.locator(f"input[name='events-{number}-day']").fill((FIRST_DAY + timedelta(days=day - 1)).isoformat())
    page.locator("[name='events-0-link']").fill("https://visio.example.org/facebook")
    page.locator("[name='events-1-place']").fill("Chambre de métiers, Bruz")
    page.get_by_label("Personnes à inscrire").fill("Monique Le Goff <monique@patisserie.example>\nYann Kervella; yann@menuiserie.example")
    page.get_by_role("button", name="Confirmer et envoyer les invitations").click()
    page.wait_for_url(lambda address: "nouvelle" not in address)
    session = TrainingSession.objects.get()
    assert (session.starts_on, session.ends_on, session.enrolments.count(), session.events.count()) == (FIRST_DAY, date(2027, 3, 30), 2, 2)


def invitation_of(story: Story, address: str) -> str:
    """The link of the invitation, whose mail carries the calendar."""
    message = story.mails.to(address)[0]
    text = message.get_body(("plain",)).get_content()
    calendars = [part for part in message.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert b"BEGIN:VEVENT" in calendars[0].get_payload(decode=True)
    assert "Fabienne Morvan" in text
    return re.search(r"http://\S+/compte/invitation/\S+", text).group()


# --- the learner ------------------------------------------------------------


def learner_answers_the_invitation(story: Story) -> None:
    link = invitation_of(story, "monique@patisserie.example")
    page = story.contexts["Monique"] = story.new_context(story.width).new_page()
    hands = story.hands_class(page)
    page.set_default_timeout(PATIENCE)
    page.goto(link)
    page.get_by_role("heading", name="Bienvenue Monique").wait_for()
    hands.write(page.locator("input[type=password]"), PASSWORD)
    hands.press(page.get_by_role("button", name="Ouvrir mon espace"))
    page.wait_for_url("**/espace/**")
    assert story.user("Monique").check_password(PASSWORD)


def learner_waits_for_the_first_day(story: Story) -> None:
    page, _hands = story.learner()
    assert "1er mars" in page.locator("main").inner_text()
    step = Step.objects.filter(sequence__pathway=story.stage.pathway).first()
    response = page.goto(story.site.url(reverse("training_sessions:step", args=[story.enrolment.pk, step.pk])))
    assert response.status in {200, 403}
    assert not Attempt.objects.exists()


def begin_now(story: Story, title: str):
    """From her home, Monique presses the one button: it leads to `title`."""
    page, hands = story.learner()
    now = page.locator(".now")
    assert title in now.inner_text()
    hands.press(now.locator("a.button--primary"))
    page.get_by_role("heading", name=title).or_(page.locator("header", has_text=title)).first.wait_for()
    return page, hands


def learner_takes_the_positioning_quiz(story: Story) -> None:
    page, hands = begin_now(story, "Quiz d’auto-positionnement")
    hands.press(page.get_by_role("button", name="Commencer le quiz"))
    for question, words in ((1, ["Oui, et je publie régulièrement"]), (2, ["Les horaires", "L’adresse", "Le téléphone"]), (3, ["Faux"])):
        box = page.locator(f"#question-{question}")
        for word in words:
            hands.tick(box.get_by_label(word, exact=True))
    hands.write(page.locator("#question-5 input"), "2")
    hands.press(page.get_by_role("button", name="Vérifier et terminer"))
    hands.press(page.get_by_role("button", name="Terminer et voir mon résultat"))
    page.get_by_text(re.compile(r"\d+\s%")).first.wait_for()
    attempt = Attempt.objects.get(activity=story.stage.objects["positioning"])
    assert attempt.completed
    assert attempt.score == pytest.approx(6 / 12)


def learner_follows(story: Story, module: LibraryObject, *, golf: bool) -> None:
    """Monique plays the module to its quiz; right answers throughout."""
    page, hands = begin_now(story, module.title)
    if golf:
        play_golf(page)
    else:
        play_built(page, hands)
    until(lambda: Attempt.objects.filter(activity=module, success=True).exists())
    hands.press(page.locator("header.focus__bar a").first)
    # The pathway itself: the address of a step, which one comes from, begins as the pathway's does.
    page.wait_for_url(re.compile(r"/espace/apprendre/[0-9a-f-]{36}/$"))
    assert Attempt.objects.get(activity=module).score == 1


def play_built(page, hands) -> None:
    """A module made by the demonstration: next until the quiz, its right answers, submit."""
    part = part_of(page)
    part.locator("h1").wait_for()
    while part.locator("#next").is_visible():
        count = part.locator(".step").inner_text()
        hands.press(part.locator("#next"))
        part.locator(".step", has_not_text=count).wait_for()
    answers = part.locator("#content").evaluate("node => JSON.parse(node.textContent).questions.map(question => question.right)")
    for number, right in enumerate(answers):
        hands.tick(part.locator(f"input[name=q{number}][value='{right}']"))
    hands.press(part.locator("form button"))
    part.get_by_text("Bravo").wait_for()


def learner_hands_in(story: Story) -> None:
    page, hands = begin_now(story, "Étude de cas")
    hands.write(page.get_by_label("Votre texte"), "Mon objectif : dix gâteaux d’anniversaire de plus par mois.")
    page.set_input_files("input[type=file]", {"name": "calendrier.txt", "mimeType": "text/plain", "buffer": b"Lundi : le feuilletage"})
    page.get_by_role("link", name="calendrier.txt").wait_for()
    hands.press(page.get_by_role("button", name=re.compile("^Rendre mon travail")))
    page.get_by_role("heading", name="Rendre ce travail ?").wait_for()
    hands.press(page.get_by_role("button", name="Rendre mon travail"))
    page.get_by_text(re.compile("rendu le")).first.wait_for()


def tutor_grades(story: Story) -> None:
    page = story.page("Fabienne")
    story.go(page, "tutoring:home")
    page.get_by_role("link", name=re.compile("Corriger")).first.click()
    page.get_by_text("dix gâteaux d’anniversaire").wait_for()
    page.locator("input[name=grade]").fill("16,5")
    page.locator("textarea[name=feedback]").fill("Un objectif net. Ajoutez une invitation à agir.")
    page.get_by_role("button", name=re.compile("^Publier")).first.click()
    until(lambda: Attempt.objects.filter(activity=story.stage.objects["case"], success=True).exists())


def learner_reads_her_grade(story: Story) -> None:
    page, _hands = story.learner()
    story.go(page, "training_sessions:pathway", story.enrolment.pk)
    text = page.locator("main").inner_text()
    assert re.search(r"82\s%", text)
    assert any("corrigé" in str(message["Subject"]).lower() for message in story.mails.to("monique@patisserie.example"))


@pytest.mark.requirement("CMA-E1", "CMA-S1", "CMA-S2", "CMA-S3", "CMA-S5", "CMA-1.3", "CMA-1.6", "CMA-2.3", "CMA-2.20", "CMA-2.21")
@pytest.mark.parametrize(
    ("width", "hands", "corpus"),
    [
        pytest.param(1280, Mouse, True, id="real packages", marks=pytest.mark.corpus),
        pytest.param(360, Mouse, False, id="on a phone"),
        pytest.param(1280, Keyboard, False, id="by keyboard alone"),
    ],
)
def test_the_main_job(site, new_context, watch, clock, mails, tmp_path, width, hands, corpus):
    if corpus and not has_corpus():
        pytest.skip("the packages of ../shared/corpora are not on this machine")
    watch.allow("Unrecognized feature: 'unload'")
    # The editor saves a draft by itself while a row just added is still empty, and is told so.
    watch.allow("status of 400 (Bad Request)")
    # A step that is not open says so with the status that fits.
    watch.allow("status of 403 (Forbidden)")
    stage = set_stage(corpus=corpus)
    story = Story(site, new_context, clock, mails, stage, width=width, hands=hands)
    try:
        play(story, stage, golf=corpus)
    except BaseException:
        story.keep_pictures(tmp_path)
        raise


def play(story: Story, stage: Stage, *, golf: bool) -> None:
    """The thirty days, in order."""
    editor_finishes_the_pathway(story)
    manager_opens_the_session(story)
    story.at(-3)
    learner_answers_the_invitation(story)
    learner_waits_for_the_first_day(story)
    story.at(1)
    learner_takes_the_positioning_quiz(story)
    story.at(3)
    learner_follows(story, stage.objects["one"], golf="one" in stage.golf)
    around.learner_asks_on_the_forum(story)
    story.at(4)
    around.tutor_answers(story)
    story.at(8)
    around.learner_reads_the_answer(story)
    learner_follows(story, stage.objects["two"], golf="two" in stage.golf)
    story.at(CLASS_DAY, 21)
    around.presence_is_taken(story, "virtual_class")
    story.at(15)
    learner_hands_in(story)
    story.at(16)
    tutor_grades(story)
    learner_reads_her_grade(story)
    story.at(HALF_DAY, 21)
    around.presence_is_taken(story, "half_day")
    story.at(25)
    learner_follows(story, LibraryObject.objects.get(title="Quiz final"), golf=golf)
    ending.certificate_is_there(story)
    around.learner_finds_her_documents(story)
    around.manager_exports_the_report(story)
    ending.the_journal_tells_it(story)
    ending.progress_is_what_the_facts_say(story)
    ending.nobody_else_sees_it(story)
    story.at(31, 1)
    ending.access_is_over(story)
