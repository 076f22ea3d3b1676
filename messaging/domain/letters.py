"""The words of a notice: the shipped templates, or those that national managers wrote in the back office.

An edited template is text with `{{ variable }}` and `{% if variable %}…{% endif %}`, and nothing else: it gets flat texts,
never rows, so that it can neither read nor run what it should not.
"""

import re
from dataclasses import dataclass

import nh3
from django.conf import settings
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from messaging.kinds import NoticeKind, Variable
from messaging.models import NoticeTemplate

USED = re.compile(r"\{\{\s*(.*?)\s*\}\}|\{%\s*(?:el)?if\s+(.*?)\s*%\}")
LONE_VARIABLE = re.compile(r"^[ \t]*\{\{\s*(\w+)\s*\}\}[ \t]*$", re.MULTILINE)
ADDRESS = re.compile(r"(?<![\"'>])\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)]")
BLOCK = re.compile(r"^\s*<(?:p|h[1-6]|ul|ol|div|table)\b")
LOGIC = {"and", "or", "not"}
TAGS = {"p", "br", "h1", "h2", "h3", "strong", "b", "em", "i", "u", "ul", "ol", "li", "a", "blockquote", "hr", "div", "span"}
ATTRIBUTES = {"a": {"href", "class"}, "p": {"class"}, "div": {"class"}, "span": {"class"}}


class LetterEngine(Engine):
    default_builtins = ["messaging.domain.letter_tags"]


_engine = LetterEngine()


@dataclass(frozen=True)
class Letter:
    """What goes into a mail: one line, text, and a whole HTML page."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Wording:
    """An edited template, saved or not."""

    subject: str
    text: str
    html: str = ""


def compose(kind: NoticeKind, *, person, context: dict) -> Letter:
    """The letter to `person` in the language now active."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    edited = NoticeTemplate.objects.filter(kind=kind.name, language=language).first()
    values = frame_values(person, context)
    if edited is None:
        return shipped(kind, values)
    return written(kind, Wording(edited.subject, edited.text, edited.html), values)


def frame_values(person, context: dict) -> dict:
    """What every template finds beside its own context."""
    return {
        "person": person,
        "site": settings.SITE_ORIGIN,
        "sender": settings.WAGTAIL_SITE_NAME,
        "choices_url": choices_url(),
        **context,
    }


def shipped(kind: NoticeKind, values: dict) -> Letter:
    """Templates: templates/mail/<kind>.subject.txt, .txt and .html."""
    subject = render_to_string(f"mail/{kind.name}.subject.txt", values)
    text = render_to_string(f"mail/{kind.name}.txt", values).strip()
    return Letter(_one_line(subject), text + "\n", render_to_string(f"mail/{kind.name}.html", values))


def written(kind: NoticeKind, wording: Wording, values: dict) -> Letter:
    """The letter from an edited template. Raises TemplateSyntaxError, which problems_of finds before it is saved."""
    plain = {one.name: _value(one.source, values) for one in kind.all_variables}
    rich = {one.name: _rich_value(one, values) for one in kind.all_variables}
    subject = _one_line(_fill(wording.subject, plain, autoescape=False))
    foot = render_to_string("mail/session_foot.txt", values) if values.get("region") else ""
    text = _tidy(_fill(wording.text, plain, autoescape=False)) + "\n" + foot
    body = _fill(wording.html, rich) if wording.html.strip() else _paragraphs(_fill(_as_html(wording.text, kind), rich))
    clean = nh3.clean(body, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None)
    html = render_to_string("mail/written.html", {**values, "title": subject, "body": mark_safe(clean)})
    return Letter(subject, text, html)


def starting_wording(kind: NoticeKind, person) -> Wording:
    """The shipped words with their variables in braces: what an editor starts from."""
    values = frame_values(person, kind.sample())
    subject = _one_line(render_to_string(f"mail/{kind.name}.subject.txt", values))
    text = render_to_string(f"mail/{kind.name}.txt", {**values, "without_foot": True}).strip()
    known = [(one.name, _value(one.source, values)) for one in kind.all_variables]
    for name, value in sorted(known, key=lambda pair: -len(pair[1])):
        if value:
            found = re.compile(rf"(?<![\w{{]){re.escape(value)}(?!\w)")
            subject, text = (found.sub("{{ " + name + " }}", whole) for whole in (subject, text))
    return Wording(subject, text)


def preview(kind: NoticeKind, wording: Wording, person) -> Letter:
    """The letter with sample data."""
    return written(kind, wording, frame_values(person, kind.sample()))


def problems_of(source: str, kind: NoticeKind) -> list[str]:
    """What is wrong with an edited text, in words; none when it may be saved."""
    known = [one.name for one in kind.all_variables]
    unknown = sorted({word for word in _words_used(source) if word not in known})
    if unknown:
        names = ", ".join("{{ " + name + " }}" for name in known)
        message = _("“%(unknown)s” is not a variable of this message. The variables are: %(known)s.")
        return [message % {"unknown": ", ".join(unknown), "known": names}]
    try:
        _fill(source, dict.fromkeys(known, ""))
    except TemplateSyntaxError:
        return [_("The braces cannot be read. Write {{ variable }}, or {% if variable %} … {% endif %} around what depends on it.")]
    return []


def _words_used(source: str) -> list[str]:
    found = []
    for variable, condition in USED.findall(source):
        found += [word for word in (variable or condition).split() if word not in LOGIC]
    return found


def _fill(source: str, values: dict, *, autoescape: bool = True) -> str:
    return Template(source, engine=_engine).render(Context(values, autoescape=autoescape))


def _value(source: str, values: dict) -> str:
    return Template(source).render(Context(values, autoescape=False)).strip()


def _rich_value(variable: Variable, values: dict) -> str | SafeString:
    if not variable.html:
        return _value(variable.source, values)
    return mark_safe(Template(variable.html).render(Context(values)).strip())


def _as_html(text: str, kind: NoticeKind) -> str:
    """The text as the source of HTML: a variable alone on its line becomes its button."""
    buttons = {one.name: one.button for one in kind.all_variables if one.button}

    def button(match) -> str:
        name = match[1]
        return f'<a class="button" href="{{{{ {name} }}}}">{escape(buttons[name])}</a>' if name in buttons else match[0]

    harmless = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r\n", "\n")
    return LONE_VARIABLE.sub(button, harmless)


def _paragraphs(html: str) -> str:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", html) if block.strip()]
    return "\n".join(block if BLOCK.match(block) else f"<p>{_linked(block).replace(chr(10), '<br>')}</p>" for block in blocks)


def _linked(block: str) -> str:
    return ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', block)


def _tidy(text: str) -> str:
    """No hole where a condition left nothing."""
    return re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n")).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())[:250]


def with_foot(text: str) -> str:
    """The text of a mail with the way to choose what one is told, in the language now active."""
    foot = _("Choose what you are told: %(address)s") % {"address": choices_url()}
    return f"{text.rstrip()}\n\n{foot}\n"


def choices_url() -> str:
    return settings.SITE_ORIGIN + reverse("messaging:choices")
