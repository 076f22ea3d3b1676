"""The essential paths, played in Firefox and in WebKit, wide and as narrow as a phone."""

from contextlib import contextmanager

import pytest
from django.urls import reverse

from courses.models import Attempt, RichContentPage, ScoState, Submission
from forum.models import Post
from sessions.models import Enrolment, Signature
from tests.browser.scorm_player import until
from tests.browser.test_attendance import half_day
from tests.browser.test_forum_talk import thread
from tests.browser.test_tutoring import pile
from tests.courses.packages import make_module, simple_zip
from tests.courses.quizzes import ALL_KINDS, make_quiz, right_fields
from tests.factories import make_object, make_pathway, make_session
from tests.reporting.conftest import reported

__all__ = ["half_day", "pile", "reported", "thread"]

pytestmark = [pytest.mark.engines, pytest.mark.requirement("CMA-T10")]
PASSWORD = "Levain-et-patience-26"
PLAYER, PART = "iframe.lecture-frame", "[data-stage] iframe"
# A part of SCORM 1.2 with buttons of its own; it says where one stands as the page goes away.
SCO = """<!doctype html><meta charset="utf-8"><title>Partie</title><h1>Partie</h1>
<button id="pass">Réussir</button>
<script>
  let api = null;
  for (let view = window; !api && view.parent !== view; view = view.parent) api = view.parent.API;
  api.LMSInitialize("");
  document.getElementById("pass").addEventListener("click", () => {
    api.LMSSetValue("cmi.core.score.raw", "80");
    api.LMSSetValue("cmi.core.lesson_status", "passed");
    api.LMSCommit("");
  });
  addEventListener("pagehide", () => { api.LMSSetValue("cmi.core.lesson_location", "page 7"); api.LMSFinish(""); });
</script>"""


def learn(user, region, *objects) -> Enrolment:
    """Somebody's enrolment in a running session over these objects."""
    return Enrolment.objects.create(session=make_session(make_pathway(*objects), region), user=user)


def step_path(enrolment, number: int) -> str:
    step = enrolment.session.pathway.sequences.get().steps.order_by("sort_order")[number]
    return f"/espace/apprendre/{enrolment.pk}/etape/{step.pk}/"


@contextmanager
def on_a_phone(tab):
    tab.size(360, 640)
    assert tab.fits, tab.path
    yield
    tab.size(1280, 800)


def test_from_signing_in_to_a_quiz_that_is_passed(tab, cast):
    cast.owner.set_password(PASSWORD)
    cast.owner.save()
    cast.enrolment.delete()
    enrolment = learn(cast.owner, cast.region, make_object(RichContentPage, "Lire une recette"), make_quiz(ALL_KINDS, pass_mark=50))
    tab.go("/compte/login/")
    with on_a_phone(tab):
        tab.write("[name=login]", cast.owner.email)
        tab.write("[name=password]", PASSWORD)
        tab.follow(".form button", "Se connecter")
        assert tab.path == "/espace/apprendre/"
        assert tab.fits
        tab.go(f"/espace/apprendre/{enrolment.pk}/")
        assert tab.fits
        tab.follow("main a.button", "étape")
        tab.sees("Lire une recette", "h1")
        assert tab.fits
    tab.go(step_path(enrolment, 1))
    tab.follow("form[action$=commencer] button")
    answer(tab, enrolment)
    with on_a_phone(tab):
        tab.follow("button[value=check]")
        tab.follow("form[action$=terminer] button")
        assert tab.path.endswith("/resultat")
        assert tab.fits
    attempt = Attempt.objects.get(registration=enrolment.registration, score__isnull=False)
    assert (attempt.score, attempt.success) == (1, True)
    tab.go("/espace/apprendre/")
    tab.press(".menu summary", "Mon compte")
    tab.follow(".menu__item", "Se déconnecter")
    tab.go("/espace/apprendre/")
    assert tab.path.startswith("/compte/login/")


def answer(tab, enrolment) -> None:
    """Every question right, by hand: saved one by one."""
    form = Attempt.objects.get(registration=enrolment.registration, details__form__isnull=False).details["form"]
    for name, given in right_fields(form).items():
        for value in given if isinstance(given, list) else [given]:
            if tab.run("return document.querySelector(`[name='${arguments[0]}']`).matches('[type=radio], [type=checkbox]')", name):
                tab.press(f"[name='{name}'][value='{value}']")
            elif tab.run("return document.querySelector(`[name='${arguments[0]}']`).matches('select')", name):
                tab.choose(f"[name='{name}']", value)
            else:
                tab.write(f"[name='{name}']", value)
    tab.sees("enregistr", "[data-quiz-saved]")


def test_a_module_says_what_it_has_to_say_even_as_one_leaves(tab, enter, cast):
    cast.enrolment.delete()
    module = make_module(simple_zip("a", "b", files={"a.html": SCO, "b.html": SCO}))
    enrolment = learn(cast.owner, cast.region, module)
    enter(cast.owner)
    tab.go(step_path(enrolment, 0))
    with tab.within(PLAYER, PART):
        tab.press("#pass")
    until(lambda: ScoState.objects.filter(success="passed").exists())
    with tab.within(PLAYER):
        tab.press("button", "Suivant")
        tab.sees("Partie 2 sur 2")
    with tab.within(PLAYER, PART):
        tab.press("#pass")
    tab.sees("Réussi · 80", "[data-lecture-bar]")
    with on_a_phone(tab):
        pass
    tab.go("/espace/apprendre/")
    left = ScoState.objects.filter(terminated=True)
    until(lambda: [one.cmi.get("cmi.core.lesson_location") for one in left.all()] == ["page 7", "page 7"])
    assert Attempt.objects.get().success


def test_somebody_answers_in_the_forum(tab, enter, cast, thread):
    enter(cast.member)
    tab.go(reverse("forum:thread", args=[thread.pk]))
    with on_a_phone(tab):
        tab.write("textarea[name=text]", "**Merci**, c’est noté.")
        tab.press("button[name=preview]")
        tab.sees("Merci", ".post--preview strong")
        tab.follow(".reply button", "Publier ma réponse")
        tab.sees("Merci, c’est noté.", ".posts")
    assert Post.objects.filter(author=cast.member).count() == 1


def test_a_tutor_grades_and_the_draft_saves_itself(tab, enter, cast, pile):
    enter(cast.tutor)
    tab.go(reverse("tutoring:home"))
    with on_a_phone(tab):
        tab.follow("a", "Commencer à corriger")
        with tab.within("iframe[title='calendrier.txt']"):
            tab.sees("Lundi : le feuilletage")
        tab.write("[name=grade]", "14,5")
        tab.press(".bank__comment", "Bon rythme")
        tab.sees("Brouillon enregistré à", "[data-status]")
        assert tab.fits
        tab.follow("[data-publish]")
        tab.sees("Publié")
    done = Submission.objects.get(published_at__isnull=False)
    assert (done.grade, done.feedback) == (14.5, "Bon rythme de publication.")


def test_leaving_a_grade_at_once_loses_nothing(tab, enter, cast, pile):
    enter(cast.tutor)
    tab.go(reverse("tutoring:grading", args=[pile[0].pk]))
    tab.write("[name=feedback]", "Parti trop vite.")
    tab.follow("[data-next]")
    until(lambda: Submission.objects.filter(pk=pile[0].pk, feedback="Parti trop vite.").exists())


def test_a_signature_is_drawn(tab, enter, cast, half_day):
    enter(cast.owner)
    tab.go("/espace/apprendre/")
    with on_a_phone(tab):
        tab.follow("a", "Signer la feuille")
        tab.draw("[data-pad-canvas]")
        tab.follow("main form button.button--primary", "Signer")
        tab.sees("Votre signature est enregistrée")
        assert tab.fits
    assert Signature.objects.get().method == "drawn"


def test_a_region_looks_at_its_sessions_and_sorts_a_report(tab, enter, cast, reported):
    enter(cast.manager)
    for path in (reverse("reporting:home"), reverse("training_sessions:session", args=[cast.session.pk])):
        tab.go(path)
        with on_a_phone(tab):
            pass
    tab.go(reverse("reporting:session", args=[cast.session.pk]))
    with on_a_phone(tab):
        tab.sees("Monique Le Goff", "table")
    tab.follow("th a", "Apprenant")
    assert tab.run("return document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "descending"


def test_an_editor_writes_a_resource_and_its_draft_is_kept(tab, enter, cast):
    enter(cast.editor)
    page = make_object(RichContentPage, "Lire une recette")
    tab.go(f"/admin/pages/{page.pk}/edit/")
    tab.run("document.getElementById('id_title').value = ''")
    tab.write("#id_title", "Lire une recette de pain")
    tab.run("document.querySelector('[name=title]').form.requestSubmit(document.querySelector('.action-save'))")
    tab.sees("Lire une recette de pain", "h1, .w-header__title, header")
    until(lambda: RichContentPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Lire une recette de pain")


def test_the_guided_visit_goes_from_place_to_place(tab, enter, cast):
    enter(cast.owner)
    tab.go("/espace/apprendre/")
    with on_a_phone(tab):
        tab.press("[data-tour-start]")
        tab.press("[data-tour-next]")
        tab.sees("2", "[data-tour-number]")
        assert tab.fits


def test_a_tutor_arranges_the_desk(tab, enter, cast):
    enter(cast.tutor)
    tab.go(reverse("boards:arrange", args=["tutorat"]))
    with on_a_phone(tab):
        tab.choose("select", "-percent")
        tab.follow("main form button", "Enregistrer")
        assert tab.fits
    assert tab.run("return document.querySelector('th[aria-sort]').getAttribute('aria-sort')") == "descending"
