"""What an editor's browser posts: the form of a pathway or a library object, made from what the screen shows."""

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text


def step_row(activity, *, id="", required=True, after=(), **fields) -> dict:
    """One step of the form; after: (object, minimum score or "") pairs, or rows with their id."""
    needs = [
        need if isinstance(need, dict) else {"id": "", "activity": need[0].pk, "completed": "on", "minimum_score": need[1]}
        for need in after
    ]
    row = {"id": id, "activity": activity.pk, "weight": 1, "minimum_score": "", "opens_on_day": "", **fields}
    if required:
        row["required"] = "on"
    row["prerequisites"] = inline_formset(needs, initial=sum(1 for need in needs if need["id"]))
    return row


def sequence_row(title: str, steps: list[dict], *, id="") -> dict:
    return {
        "id": id,
        "title": title,
        "introduction": "",
        "summary_sheet": rich_text("<p>À retenir</p>"),
        "summary_document": "",
        "steps": inline_formset(steps, initial=sum(1 for step in steps if step["id"])),
    }


def pathway_data(
    *sequences: dict, conditions=(), title="Réussir ma stratégie Facebook", slug="facebook", action="publish", **fields
) -> dict:
    """The POST of the pathway's screen; action: publish, submit or "" (keep as a draft)."""
    data = {
        "title": title,
        "slug": slug,
        "summary": "Deux phrases.",
        "objectives": rich_text("<p>Savoir publier</p>"),
        "audience": "Artisans",
        "requirements": "",
        "image": "",
        "progression": "guided",
        "session_days": 30,
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "sequences": inline_formset(list(sequences), initial=sum(1 for row in sequences if row["id"])),
        "conditions": inline_formset([{"id": "", "activity": "", "threshold": "", **row} for row in conditions]),
        "comments": inline_formset([]),
        **fields,
    }
    if action:
        data[f"action-{action}"] = "1"
    return nested_form_data(data)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_url(model, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def errors_of(response) -> list[str]:
    """All messages of the form that came back, nested rows included."""
    return list(_messages(response.context["form"]))


def _messages(form):
    for messages in form.errors.values():
        yield from (str(message) for message in messages)
    for formset in getattr(form, "formsets", {}).values():
        yield from (str(message) for message in formset.non_form_errors())
        for child in formset.forms:
            yield from _messages(child)
