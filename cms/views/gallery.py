"""The gallery of components, for those who build pages: every one in its states. Not served in production."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from cms.domain.plots import plot_samples
from jobs.models import JobState

CHOICES = [("semaine", "Une par semaine"), ("jour", "Une par jour"), ("moi", "Je choisis")]


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom de la session", help_text="Tel que les apprenants le liront.", max_length=80)
    password = forms.CharField(label="Mot de passe", widget=forms.PasswordInput, required=False)
    message = forms.CharField(label="Message aux apprenants", widget=forms.Textarea, max_length=500, required=False)
    region = forms.ChoiceField(label="Région", choices=[("bre", "Bretagne"), ("run", "La Réunion")])
    rhythm = forms.ChoiceField(label="Rythme des étapes", choices=CHOICES, widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="J’ai lu la charte de formation")


class CardsForm(forms.Form):
    kind = forms.ChoiceField(label="Que voulez-vous ajouter ?", choices=CHOICES, widget=forms.RadioSelect, initial="jour")
    production = forms.FileField(label="Votre production", help_text="PDF, image ou texte, 50 Mo au plus.")


def gallery(request):
    """Each component in its states. The forms may be sent, to see refusals, drafts and uploads at work; nothing is kept."""
    if not (settings.DEMO_PAGES or settings.DEBUG):
        raise Http404
    if request.method != "POST":
        return render(request, "cms/gallery.html", sample_context())
    name, maker = ("cards_form", CardsForm) if "kind" in request.POST else ("bad_form", SampleForm)
    form = maker(request.POST, request.FILES, auto_id=f"{name[0]}_%s")
    if not form.is_valid():
        return render(request, "cms/gallery.html", {**sample_context(), name: form})
    messages.success(request, "C’est enregistré.")
    return redirect("cms:gallery")


def sample_context() -> dict:
    now = timezone.now()
    return {
        "empty_form": SampleForm(auto_id="a_%s"),
        "bad_form": SampleForm({"name": "", "message": "Bonjour", "region": "bre"}, auto_id="b_%s"),
        "cards_form": CardsForm(auto_id="c_%s"),
        "monique": _person("Monique Le Goff", "ML"),
        "page": Paginator(range(60), 20).page(2),
        "tabs": [
            {"label": "Apprenants", "url": "#", "current": True, "count": 12},
            {"label": "Émargement", "url": "#", "count": 0},
            {"label": "Messages", "url": "#", "count": 3},
        ],
        "items": [{"label": "Renommer", "url": "#", "icon": "pencil"}, {"label": "Dupliquer", "url": "#", "icon": "copy"}],
        "bubbles": _bubbles(now),
        "stages": _stages(),
        "drawn": _drawn_stages(),
        "steps": _steps(),
        "jobs": [
            _job(JobState.RUNNING, 42),
            _job(JobState.FAILED, 60, "Le fichier ne contient pas de manifeste."),
            _job(JobState.DONE, 100),
        ],
        "entries": [
            {"when": now - timedelta(days=2), "title": "Étude de cas rendue", "text": "Deux fichiers, 3 Mo."},
            {"when": now, "title": "Étude de cas corrigée", "text": ""},
        ],
        "plots": plot_samples(),
        "tour": _tour(),
        "rows": [("Monique Le Goff", "ML", 82, "3 h 10"), ("Yann Kervella", "YK", 40, "1 h 05")],
    }


def _tour() -> SimpleNamespace:
    steps = [SimpleNamespace(target="main h1", title="Le titre", text="Il dit ce que la page contient.")]
    return SimpleNamespace(name="exemple", title="Première visite ?", steps=steps)


def _bubbles(now) -> list[SimpleNamespace]:
    """Messages of a conversation: received, one's own and read, removed, reported."""
    fabienne = _person("Fabienne Morvan", "FM")
    base = {"author": fabienne, "subject": "", "files": {"all": []}, "removed_at": None, "own": False, "reported": False}
    made: list[dict] = [
        {"text": "Bonjour Monique, avez-vous trouvé la bonne taille de photo ?", "subject": "Votre page"},
        {"text": "Oui, merci : 851 × 315.", "own": True},
        {"text": "…", "removed_at": now},
        {"text": "Un message signalé.", "reported": True},
    ]
    return [SimpleNamespace(pk=number, sent_at=now, **{**base, **one}) for number, one in enumerate(made, 1)]


def _stages() -> list[dict]:
    return [
        {"title": "Connaître Facebook", "state": "done", "text": "4 étapes, 1 h 10", "href": ""},
        {"title": "Construire sa page", "state": "current", "text": "5 étapes, 2 h", "href": "#"},
        {"title": "Mesurer ses résultats", "state": "todo", "text": "3 étapes, 1 h 30", "href": ""},
    ]


def _drawn_stages() -> list[SimpleNamespace]:
    """What pathways.domain.stages gives to components/stages.html."""
    stage = {"number": 1, "title": "Connaître Facebook", "state": "current", "introduction": "Pour bien commencer.", "minutes": 50}
    return [SimpleNamespace(steps=_steps(), done=1, unfolded=True, has_sheet=True, sheet_url="#", **stage)]


def _steps() -> list[SimpleNamespace]:
    """A step in each of its states, as components/step_rows.html takes them."""
    rules = ("S’ouvre après l’étude de cas avec au moins 70 %",)
    rows = [
        ("Les bases de Facebook", "#", "monitor-play", "À distance, à votre rythme", 30, "done", 0.82),
        ("Quiz : choisir ses publications", "#", "circle-help", "Quiz", 15, "todo", None),
        ("Classe virtuelle du 10", "#", "video", "À distance, ensemble", 90, "running", None),
        ("Étude de cas", "#", "notebook-pen", "Étude de cas", 120, "redo", 0.5),
        ("Quiz final", "", "circle-help", "Quiz", 20, "locked", None),
    ]
    names = ("title", "href", "icon", "modality", "minutes", "state", "score")
    others = {"current": False, "is_optional": False, "when": None}
    steps = [SimpleNamespace(rules=rules if row[5] == "locked" else (), **others, **dict(zip(names, row, strict=True))) for row in rows]
    steps[1].current = True
    return steps


def _person(name: str, initials: str):
    class Person(SimpleNamespace):
        def __str__(self) -> str:
            return name

    return Person(initials=initials)


def _job(state: JobState, percent: int, error: str = "") -> SimpleNamespace:
    over = state in {JobState.DONE, JobState.FAILED}
    return SimpleNamespace(state=state, percent=percent, error=error, is_over=over, get_state_display=state.label)
