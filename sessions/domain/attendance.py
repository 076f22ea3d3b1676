"""An attendance sheet as it is read: on screen, on paper before, and as a PDF after."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.models.user import fold
from privacy.days import hour_in_words, in_words
from sessions.domain.presence import Said
from sessions.enums import EnrolmentState, EntryAction, PresenceStatus, SheetState, SignatureMethod
from sessions.models import Enrolment, PaperSheet, Presence, PresenceEntry, SessionEvent, Signature

LOOK_BACK, SOON, AT_HAND = timedelta(days=30), timedelta(days=7), 6


@dataclass(frozen=True)
class Row:
    """A learner on the sheet. presence, signature: None where there is none. number: from 1, in alphabetical order."""

    number: int
    enrolment: Enrolment
    presence: Presence | None
    signature: Signature | None

    @property
    def name(self) -> str:
        return sheet_name(self.enrolment.user)

    @property
    def is_enrolled(self) -> bool:
        return self.enrolment.state == EnrolmentState.ACTIVE

    @property
    def contradiction(self) -> bool:
        """Signed, and noted as not there: someone has to look."""
        return self.signature is not None and self.presence is not None and not self.presence.was_there


@dataclass(frozen=True)
class Sheet:
    """The sheet of one event. trainers: signatures given as trainer. history: without wrong codes. papers: all, with their pages."""

    event: SessionEvent
    rows: list[Row]
    trainers: list[Signature]
    history: list[PresenceEntry] = field(default_factory=list)
    papers: list[PaperSheet] = field(default_factory=list)

    @property
    def standing_papers(self) -> list[PaperSheet]:
        """Signed paper sheets that were not withdrawn."""
        return [one for one in self.papers if one.is_standing]

    @property
    def withdrawn_papers(self) -> list[PaperSheet]:
        return [one for one in self.papers if not one.is_standing]

    @property
    def left(self) -> int:
        """How many learners nothing was said of."""
        return sum(row.presence is None and row.is_enrolled for row in self.rows)

    @property
    def signed(self) -> int:
        return sum(row.signature is not None for row in self.rows)

    @property
    def signed_and_not_noted(self) -> int:
        return sum(row.signature is not None and row.presence is None for row in self.rows)

    @property
    def there(self) -> int:
        return sum(row.presence is not None and row.presence.was_there for row in self.rows)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was noted or signed yet."""
        return not self.trainers and not self.standing_papers and not any(row.presence or row.signature for row in self.rows)

    @property
    def corrections(self) -> list[PresenceEntry]:
        kinds = {EntryAction.CORRECTED, EntryAction.SIGNATURE_CANCELLED, EntryAction.PAPER_WITHDRAWN}
        return [one for one in self.history if one.action in kinds]


def sheet_of(event: SessionEvent) -> Sheet:
    return sheets_of_events([event])[0]


def sheets_of_events(events: list[SessionEvent]) -> list[Sheet]:
    """The sheets of events of one session, a constant number of queries for any number of events and learners."""
    if not events:
        return []
    session = events[0].session
    evidence = Q(presences__event__in=events) | Q(signatures__event__in=events)
    people = Enrolment.objects.filter(Q(state=EnrolmentState.ACTIVE) | evidence, session=session).select_related("user").distinct()
    enrolments = sorted(people, key=lambda one: (fold(one.user.last_name), fold(one.user.first_name), str(one.pk)))
    presences = {(one.event_id, one.enrolment_id): one for one in Presence.objects.filter(event__in=events).select_related("validated_by")}
    signatures: dict[int, list[Signature]] = {}
    for signature in Signature.objects.standing().filter(event__in=events).select_related("signer", "collected_by"):
        signatures.setdefault(signature.event_id, []).append(signature)
    history: dict[int, list[PresenceEntry]] = {}
    lines = PresenceEntry.objects.filter(event__in=events).exclude(action=EntryAction.CODE_REFUSED)
    for line in lines.select_related("enrolment__user", "by"):
        history.setdefault(line.event_id, []).append(line)
    papers = papers_of(events)
    found = [_sheet(event, enrolments, presences, signatures.get(event.pk, [])) for event in events]
    return [replace(one, history=history.get(one.event.pk, []), papers=papers[one.event.pk]) for one in found]


def papers_of(events: list[SessionEvent]) -> dict[int, list[PaperSheet]]:
    """The signed paper sheets of each event by its key, in the order they came, with their pages: two queries."""
    found: dict[int, list[PaperSheet]] = {event.pk: [] for event in events}
    by_key = {event.pk: event for event in events}
    rows = PaperSheet.objects.filter(event__in=events).select_related("added_by", "withdrawn_by").prefetch_related("pages")
    for sheet in rows:
        sheet.event = by_key[sheet.event_id]
        found[sheet.event_id].append(sheet)
    return found


def _sheet(event: SessionEvent, enrolments: list[Enrolment], presences: dict, signatures: list[Signature]) -> Sheet:
    by_enrolment = {one.enrolment_id: one for one in signatures if one.enrolment_id}
    rows: list[Row] = []
    for enrolment in enrolments:
        presence, signature = presences.get((event.pk, enrolment.pk)), by_enrolment.get(enrolment.pk)
        if presence is not None:
            presence.event = event
        if enrolment.state == EnrolmentState.ACTIVE or presence or signature:
            rows.append(Row(len(rows) + 1, enrolment, presence, signature))
    return Sheet(event, rows, [one for one in signatures if not one.enrolment_id])


def sheet_name(user: User) -> str:
    """As people look for themselves on a list: family name first."""
    return f"{user.last_name.upper()} {user.first_name}".strip() or user.email


# --- In words, the same on screen and on paper; hours on the region's clock ---


def hour(moment: datetime, zone) -> str:
    return hour_in_words(moment.astimezone(zone))


def moment_words(moment: datetime, zone) -> str:
    return in_words(moment.astimezone(zone), "j F Y, H:i")


def said_words(said: Said | None, zone) -> str:
    """“Late, came at 09:20, left at 11:00”; a dash for nothing said."""
    if said is None:
        return "–"
    words = [str(PresenceStatus(said.status).label)]
    if said.arrived_at:
        words.append(_("came at %(hour)s") % {"hour": hour(said.arrived_at, zone)})
    if said.left_at:
        words.append(_("left at %(hour)s") % {"hour": hour(said.left_at, zone)})
    return ", ".join(words)


def presence_words(presence: Presence | None, zone) -> str:
    return said_words(Said.of(presence), zone)


def signature_words(signature: Signature, zone, *, short: bool = False) -> str:
    """How, when, and on whose device a signature was given; short: without the device."""
    moment = moment_words(signature.signed_at, zone)
    if signature.method == SignatureMethod.CODE:
        words = _("Signed by code on %(moment)s") % {"moment": moment}
    elif signature.method == SignatureMethod.PAPER:
        return _paper_signature_words(signature, moment, short=short)
    elif signature.method == SignatureMethod.ACCOUNT:
        words = _("Confirmed from own account on %(moment)s") % {"moment": moment}
    else:
        words = _("Signed on screen on %(moment)s") % {"moment": moment}
    if signature.collected_by and not short:
        words += " – " + _("on the screen of %(person)s") % {"person": signature.collected_by}
    return words


def _paper_signature_words(signature: Signature, moment: str, *, short: bool) -> str:
    """Nobody knows when the pen was put down: the words tell when it was read, and by whom."""
    if short or signature.collected_by is None:
        return _("Signed on the paper sheet, scanned; noted on %(moment)s") % {"moment": moment}
    values = {"moment": moment, "person": signature.collected_by}
    return _("Signed on the paper sheet, scanned; noted on %(moment)s by %(person)s") % values


def pages_words(count: int) -> str:
    return ngettext("%(count)d page", "%(count)d pages", count) % {"count": count}


def paper_words(paper: PaperSheet) -> str:
    """How many pages, who added them and when."""
    values = {
        "pages": pages_words(paper.page_count),
        "person": paper.added_by or "–",
        "moment": moment_words(paper.added_at, paper.event.session.zone),
    }
    return _("%(pages)s, added by %(person)s on %(moment)s") % values


def withdrawal_words(paper: PaperSheet) -> str:
    """Who withdrew the paper sheet, when and why; what became of its files."""
    if paper.withdrawn_at is None:
        return ""
    moment = moment_words(paper.withdrawn_at, paper.event.session.zone)
    values = {"person": paper.withdrawn_by or "–", "moment": moment, "reason": paper.reason}
    if paper.emptied:
        return _("Withdrawn by %(person)s on %(moment)s, its pictures erased: %(reason)s") % values
    return _("Withdrawn by %(person)s on %(moment)s: %(reason)s") % values


def told_papers(sheet: Sheet) -> dict[str, list[tuple[PaperSheet, str]]]:
    """The signed paper sheets with their words, for a page: `papers` that stand, `withdrawn_papers`."""
    return {
        "papers": [(one, paper_words(one)) for one in sheet.standing_papers],
        "withdrawn_papers": [(one, withdrawal_words(one)) for one in sheet.withdrawn_papers],
    }


def closing_words(event: SessionEvent) -> str:
    """What the state of the sheet is, and who made it so."""
    if event.sheet_state == SheetState.OPEN or event.sheet_closed_at is None:
        return _("Sheet not validated yet.")
    values = {"person": event.sheet_closed_by or "–", "moment": moment_words(event.sheet_closed_at, event.session.zone)}
    if event.sheet_state == SheetState.CORRECTED:
        return _("Sheet validated by %(person)s on %(moment)s, corrected since: to validate again.") % values
    return _("Sheet validated by %(person)s on %(moment)s.") % values


@dataclass(frozen=True)
class Line:
    """A line of the history in words."""

    moment: str
    author: str
    what: str
    reason: str


def history_lines(sheet: Sheet) -> list[Line]:
    zone = sheet.event.session.zone
    return [Line(moment_words(one.at, zone), str(one.by or "–"), _what(one, zone), _reason(one)) for one in sheet.history]


def _what(entry: PresenceEntry, zone) -> str:
    person = sheet_name(entry.enrolment.user) if entry.enrolment else ""
    match entry.action:
        case EntryAction.CLOSED:
            return _("Sheet validated")
        case EntryAction.PAPER_ADDED | EntryAction.PAPER_WITHDRAWN:
            return _what_of_paper(entry)
        case EntryAction.SIGNED:
            return _("Signature of %(person)s") % {"person": person} if person else _("Signature of the trainer")
        case EntryAction.SIGNATURE_CANCELLED:
            return _("Signature of %(person)s set aside") % {"person": person or _("the trainer")}
    words = {
        "person": person,
        "before": said_words(Said.from_json(entry.before), zone),
        "after": said_words(Said.from_json(entry.after), zone),
    }
    if entry.action == EntryAction.CORRECTED:
        return _("%(person)s, correction: %(after)s (before: %(before)s)") % words
    if entry.action == EntryAction.UNDONE:
        return _("%(person)s, undone: %(after)s (before: %(before)s)") % words
    return _("%(person)s: %(after)s") % words if entry.before is None else _("%(person)s: %(after)s (before: %(before)s)") % words


def _what_of_paper(entry: PresenceEntry) -> str:
    told = entry.after or {}
    pages = {"pages": pages_words(told.get("pages", 0))}
    if entry.action == EntryAction.PAPER_ADDED:
        return _("Signed paper sheet added: %(pages)s") % pages
    if told.get("emptied"):
        return _("Signed paper sheet withdrawn and its pictures erased: %(pages)s") % pages
    return _("Signed paper sheet withdrawn: %(pages)s") % pages


def _reason(entry: PresenceEntry) -> str:
    return "" if entry.action == EntryAction.SIGNED else entry.reason


# --- Sheets to keep ---


def sheets_to_keep(user: User, when: str, now: datetime | None = None):
    """Events whose sheet the person keeps. when: "waiting" (begun, sheet not validated), "coming" or "kept" (validated)."""
    now = now or timezone.now()
    kept = SessionEvent.objects.kept_by(user).filter(session__state="open").with_people()
    if when == "coming":
        return kept.filter(starts_at__gt=now).order_by("starts_at")
    if when == "kept":
        return kept.filter(sheet_state=SheetState.CLOSED).order_by("-starts_at")
    return kept.filter(starts_at__lte=now).exclude(sheet_state=SheetState.CLOSED).order_by("-starts_at")


def sheets_at_hand(user: User, now: datetime | None = None) -> list[SessionEvent]:
    """What a person who keeps sheets has to see to: those of the last weeks still to validate, then those of the coming week."""
    now = now or timezone.now()
    waiting = sheets_to_keep(user, "waiting", now).filter(ends_at__gte=now - LOOK_BACK)[:AT_HAND]
    coming = sheets_to_keep(user, "coming", now).filter(starts_at__lte=now + SOON)[:AT_HAND]
    return with_counts([*list(waiting)[::-1], *coming][:AT_HAND])


def with_counts(events) -> list[SessionEvent]:
    """The events, each with noted, signed and learners: how many of whom, and with papers (see with_papers), in four queries for all."""
    found = with_papers(events)
    presences, signatures = _counts(Presence.objects, found), _counts(Signature.objects.standing().filter(enrolment__isnull=False), found)
    sessions = {one.session_id for one in found}
    enrolled = Enrolment.objects.active().filter(session__in=sessions).order_by().values_list("session").annotate(Count("pk"))
    learners = dict(enrolled)
    for event in found:
        event.noted, event.signed = presences.get(event.pk, 0), signatures.get(event.pk, 0)
        event.learners = learners.get(event.session_id, 0)
    return found


def with_papers(events) -> list[SessionEvent]:
    """The events, each with papers: the signed paper sheets that came back and stand; one query for all."""
    found = list(events)
    came: dict[int, list[PaperSheet]] = {}
    for paper in PaperSheet.objects.standing().filter(event__in=found) if found else ():
        came.setdefault(paper.event_id, []).append(paper)
    for event in found:
        event.papers = came.get(event.pk, [])
    return found


def _counts(rows, events: list[SessionEvent]) -> dict[int, int]:
    return dict(rows.filter(event__in=events).order_by().values_list("event").annotate(Count("pk")))
