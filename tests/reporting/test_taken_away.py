"""Pages about one person, and what those in charge keep an eye on, are taken away by who reads them, and by nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.review import begin_review
from backups.models import Backup, Rehearsal
from courses.models import Package, RichContentPage
from forum.models import Report as PostReport
from jobs.models import JobState
from pathways.enums import FaqState
from pathways.models import FaqEntry, Theme
from privacy.domain.audit import record as note
from privacy.enums import Action, Ground
from privacy.models import Erasure
from reporting.domain.scope import Scope
from reporting.domain.tables import table_named
from reporting.models import Export
from tests.factories import make_object, make_pathway, make_user
from tests.reporting.test_lists import HIDDEN, content
from tests.scene import Scene, make_scene
from tutoring.models import Contact

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-I10")]

ANSWER = "<p>Par la charge de travail.</p><p>Deux heures.</p>"
# Page, what stands in its address, who reads it, the tables that it offers with a word of each file.
PAGES = [
    ("training_sessions:enrolment", lambda s: [s.enrolment], "manager", {"etapes": "Le Goff", "presences": "Matinée"}),
    ("training_sessions:person", lambda s: [s.cast.owner.uid], "manager", {"apprenants": "Le Goff"}),
    ("training_sessions:results", lambda s: [s.enrolment], "owner", {"mes-resultats": "Les bases"}),
    ("tutoring:learner", lambda s: [s.enrolment], "tutor", {"etapes": "Le Goff", "tentatives": "Oui", "messages-apprenant": "Bravo"}),
    ("tutoring:session", lambda s: [s.cast.session.pk], "tutor", {"session": "Le Goff"}),
    ("messaging:reports", lambda s: [], "manager", {"messages-signales": "Déplacé"}),
    ("forum:reports", lambda s: [s.cast.session.pk], "tutor", {"forum-signalements": "Hors sujet"}),
    ("privacy:erasures", lambda s: [], "national", {"effacements": "abcdef012345"}),
    ("privacy:audit", lambda s: [], "national", {"journal-audit": "Le Goff"}),
    ("accounts:role_review", lambda s: [s.role_line.review_id], "national", {"revues-roles": "Tanguy"}),
    ("accounts:role_matrix", lambda s: [], "national", {"droits": "Auditeur"}),
    ("accounts:role", lambda s: ["tutor"], "national", {"titulaires": "Morvan"}),
    ("federation:providers", lambda s: [], "manager", {"connexions-organismes": "Chambre"}),
    ("lrs_clients", lambda s: [], "national", {"outils-traces": "Outil"}),
    ("lrs_client", lambda s: [s.record_client.pk], "national", {"acces-traces": "utilisable"}),
    ("lrs_targets", lambda s: [], "national", {"envois-traces": "lrs.example.org"}),
    ("lrs_figures", lambda s: [], "national", {"traces-jours": "Jour", "traces-verbes": "http"}),
    ("backups", lambda s: [], "national", {"sauvegardes": "nuit", "repetitions": "nuit"}),
    ("bibliotheque:index", lambda s: [], "editor", {"liste-bibliotheque": "Les bases"}),
    ("packages:index", lambda s: [], "editor", {"liste-modules": "SCORM"}),
    ("parcours:index", lambda s: [], "editor", {"liste-parcours": "Facebook"}),
    ("faq:index", lambda s: [], "editor", {"liste-questions": "Par la charge de travail."}),
    ("themes:list", lambda s: [], "editor", {"liste-themes": "Vendre"}),
    ("regions:index", lambda s: [], "national", {"liste-regions": "Bretagne"}),
    ("wagtailusers_users:index", lambda s: [], "national", {"liste-personnes": "Morvan"}),
]


@pytest.fixture
def scene():
    found = make_scene()
    event, learner, tutor = found.event, found.cast.enrolment, found.cast.tutor
    event.title = "Matinée"
    event.save()
    learner.presences.update_or_create(event=event, defaults={"status": "present", "validated_by": tutor})
    Contact.objects.create(enrolment=learner, author=tutor, subject="Bravo", text="Continuez")
    PostReport.objects.create(post_id=found.post, user=found.cast.member, reason="Hors sujet")
    Erasure.objects.create(key="abcdef012345" + "0" * 52, ground=Ground.REQUEST, state=JobState.DONE)
    note(Action.READ, model="accounts.User", person=found.cast.owner.pk)
    Backup.objects.create(name="nuit", state=JobState.DONE)
    Rehearsal.objects.create(backup="nuit", state=JobState.DONE)
    type(found.record_target).objects.update(sealed_secret="scellé-ailleurs")
    found.record_target.refresh_from_db()
    FaqEntry.objects.create(pathway=found.cast.pathway, question="Combien de temps ?", answer=ANSWER)
    Theme.objects.create(name="Vendre", slug="vendre")
    _made = (found.identity_provider, found.record_client, found.record_target, found.role_line)
    return found


def forms_of(page: str) -> dict[str, dict]:
    """By table, what its form sends but for the format."""
    found = [dict(HIDDEN.findall(form.split("</form>")[0])) for form in page.split("data-list-export>")[1:]]
    return {one["table"]: one for one in found}


def test_each_page_is_taken_away_by_who_reads_it(scene: Scene, as_user, commits):
    """As the page shows it: its person, its filters; no secret is in any file."""
    browsers = {who: as_user(getattr(scene.cast, who)) for who in ("manager", "owner", "tutor", "editor", "national")}
    told = ""
    for name, args, who, tables in PAGES:
        forms = forms_of(browsers[who].get(reverse(name, args=args(scene))).content.decode())
        assert set(forms) == set(tables), name
        for table, word in tables.items():
            with commits():
                answer = browsers[who].post(reverse("reporting:export_new"), {**forms[table], "format": "csv"})
            export = Export.objects.get(table=table, asked_by=getattr(scene.cast, who))
            assert (export.state, answer.headers["Location"]) == ("done", reverse("reporting:export", args=[export.pk])), (
                name,
                export.error,
            )
            assert word in content(export), (name, table)
            assert browsers[who].get(answer.headers["Location"]).status_code == 200
            told += content(export)
            Export.objects.filter(pk=export.pk).delete()
    credential, target, provider = scene.record_client.credentials.get(), scene.record_target, scene.identity_provider
    for secret in (credential.secret_hash, target.sealed_secret, provider.certificates[30:60]):
        assert secret not in told


def test_nobody_else_takes_them(scene: Scene, as_user):
    """Technical lists and what those in charge read: as their pages."""
    for table in ("journal-audit", "effacements", "droits", "titulaires", "outils-traces", "acces-traces", "sauvegardes", "exports"):
        for who in ("manager", "tutor", "owner"):
            data = {"table": table, "format": "csv"}
            assert as_user(getattr(scene.cast, who)).post(reverse("reporting:export_new"), data).status_code == 403, (table, who)
    about = {"inscription": str(scene.enrolment), "format": "csv"}
    for who, table, status in (
        ("other_manager", "etapes", 404),
        ("stranger", "etapes", 403),
        ("member", "mes-resultats", 404),
        ("owner", "tentatives", 403),
    ):
        answer = as_user(getattr(scene.cast, who)).post(reverse("reporting:export_new"), {**about, "table": table})
        assert answer.status_code == status, (who, table)
    assert not Export.objects.exclude(pk=scene.export.pk).exists()


def test_the_filters_of_the_page_are_those_of_the_file(scene: Scene, as_user, commits):
    """A learner's file holds that learner alone; what waits, what waits alone; the search of the log, what it found."""
    note(Action.READ, model="accounts.User", person=scene.cast.member.pk)
    begin_review(by=None)
    cases = [
        ("manager", reverse("training_sessions:enrolment", args=[scene.enrolment]), "etapes", scene.cast.member.last_name),
        ("national", reverse("privacy:audit") + "?who=Monique&action=read", "journal-audit", scene.cast.member.last_name),
        ("national", reverse("accounts:role_review", args=[scene.role_line.review_id]) + "?voir=a-decider", "revues-roles", "confirmé"),
    ]
    for who, address, table, absent in cases:
        browser = as_user(getattr(scene.cast, who))
        with commits():
            browser.post(reverse("reporting:export_new"), {**forms_of(browser.get(address).content.decode())[table], "format": "xlsx"})
        export = Export.objects.get(table=table)
        assert (export.state, export.error) == ("done", "")
        with commits():
            browser.post(reverse("reporting:export_new"), {"table": table, "format": "csv", **export.filters})
        assert absent not in content(Export.objects.get(table=table, format="csv"))


def test_a_list_of_the_back_office_is_taken_away_as_it_was_filtered(scene: Scene, as_user, commits):
    """Words and filters of its address; one that does not hold leaves nothing rather than everything."""
    FaqEntry.objects.create(pathway=scene.cast.pathway, question="Où se voir ?", answer="<p>En ligne.</p>", state=FaqState.WITHDRAWN)
    browser = as_user(scene.cast.editor)

    def file_of(query: str) -> str:
        form = forms_of(browser.get(reverse("faq:index") + query).content.decode())["liste-questions"]
        with commits():
            browser.post(reverse("reporting:export_new"), {**form, "format": "csv"})
        export = Export.objects.get(table="liste-questions")
        told = content(export)
        export.delete()
        return told

    everything = file_of("")
    assert "Où se voir" in everything
    assert "Par la charge de travail. Deux heures." in everything
    assert "Où se voir" not in file_of("?q=combien")
    assert "Combien de temps" not in file_of(f"?state={FaqState.WITHDRAWN}")
    with commits():
        browser.post(reverse("reporting:export_new"), {"table": "liste-questions", "format": "csv", "liste": "state=x"})
    assert "Combien" not in content(Export.objects.get(table="liste-questions"))


def test_lists_of_the_back_office_are_for_those_who_read_them(cast, as_user):
    browsers = {who: as_user(getattr(cast, who)) for who in ("manager", "tutor", "owner", "stranger", "editor", "national")}
    for table in ("bibliotheque", "modules", "parcours", "questions", "themes", "regions", "personnes"):
        readers = {"national"} if table in {"regions", "personnes"} else {"national", "editor"}
        for who, browser in browsers.items():
            answer = browser.post(reverse("reporting:export_new"), {"table": f"liste-{table}", "format": "csv"})
            assert answer.status_code == (302 if who in readers else 403), (table, who)


def test_as_many_questions_for_many_rows_of_the_back_office(cast):
    """Within one chunk of rows."""
    scope, names = Scope(cast.national), ("bibliotheque", "parcours", "modules", "personnes")
    make_object(RichContentPage, "Texte")
    Package.objects.create(title="Module")

    def asked(name: str) -> int:
        table = table_named(f"liste-{name}")
        list(table.chunks(scope, table.columns(scope)))
        with CaptureQueriesContext(connection) as queries:
            list(table.chunks(scope, table.columns(scope)))
        return len(queries)

    few = [asked(name) for name in names]
    for number in range(30):
        make_object(RichContentPage, f"Texte {number:02d}")
        make_pathway(title=f"Parcours {number:02d}")
        Package.objects.create(title=f"Module {number:02d}")
        make_user("Ana", f"Riou{number:02d}")
    assert [asked(name) for name in names] == few
