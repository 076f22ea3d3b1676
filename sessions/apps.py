from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions"
    # Django's own "sessions" label belongs to django.contrib.sessions.
    label = "training_sessions"
    verbose_name = _("Training sessions")

    def ready(self) -> None:
        from accounts.registry import register_welcome
        from backups.registry import Kind, register_kind
        from boards.registry import register_board
        from cms.tours import register_tour
        from jobs.registry import register_periodic
        from lrs.registry import register_session_search
        from messaging.api import register_circle, register_kinds
        from privacy.registry import register_eraser
        from sessions.boards import REGION
        from sessions.domain.certificates import reconcile as reconcile_certificates
        from sessions.domain.circle import session_circle
        from sessions.domain.erasing import withdraw
        from sessions.domain.faq import faq_url
        from sessions.domain.learner_columns import COLUMNS
        from sessions.domain.notice_kinds import session_kinds
        from sessions.domain.progress import reconcile
        from sessions.domain.unread import unread_card
        from sessions.domain.usage import registrations_in
        from sessions.domain.welcome import sessions_awaiting
        from sessions.registry import SessionLink, register_home_card, register_session_link
        from sessions.report_columns import register_learner_columns
        from sessions.tours import LEARNERS_TOUR, MANAGERS_TOUR

        import_module("sessions.receivers")
        import_module("sessions.permissions")
        self._register_audit()
        self._join_the_public_site()
        self._register_workspaces()
        register_kinds(*session_kinds())
        register_eraser("sessions", withdraw)
        register_kind(Kind("session", "training_sessions.TrainingSession", lambda rows, text: rows.filter(pk=text)))
        register_board(REGION)
        register_tour(LEARNERS_TOUR)
        register_tour(MANAGERS_TOUR)
        register_circle(session_circle)
        register_home_card("messages", "messaging/home_card.html", unread_card, order=20)
        register_welcome("sessions", sessions_awaiting)
        register_session_search(registrations_in)
        register_session_link(SessionLink("faq", _("Frequent questions"), "circle-help", faq_url))
        register_learner_columns(*COLUMNS)
        register_periodic("sessions.progress", 24 * 60 * 60, reconcile)
        register_periodic("sessions.certificates", 60 * 60, reconcile_certificates)

    @staticmethod
    def _register_workspaces() -> None:
        from accounts.registry import Workspace, register_workspace
        from sessions.domain.access import has_training
        from sessions.rules import sees_people_alone, sees_regions, sees_some_sessions

        register_workspace(
            Workspace("learning", _("My training"), "graduation-cap", "training_sessions:home", shown_to=has_training, order=50)
        )
        register_workspace(Workspace("region", _("My region"), "map", "training_sessions:region", shown_to=sees_regions, order=30))
        register_workspace(
            Workspace("sessions", _("My sessions"), "calendar-days", "training_sessions:sessions", shown_to=sees_some_sessions, order=45)
        )
        register_workspace(Workspace("people", _("People"), "users", "training_sessions:people", shown_to=sees_people_alone, order=46))

    @staticmethod
    def _join_the_public_site() -> None:
        """What editors and visitors are told of sessions, and where visitors say that a pathway interests them."""
        from courses.registry import library_usage
        from messaging.api import register_kinds
        from pathways.registry import (
            pathway_usage,
            register_coming_sessions,
            register_figures,
            register_interest,
            register_regions,
            register_soonest,
        )
        from sessions.domain import usage
        from sessions.domain.interest import interest_url
        from sessions.domain.interest_kinds import interest_kinds
        from sessions.domain.public_figures import results_of

        library_usage.register(usage.objects_in_sessions)
        pathway_usage.register(usage.pathways_in_sessions)
        pathway_usage.register(usage.pathways_of_interest)
        register_coming_sessions(usage.announced)
        register_soonest(usage.soonest)
        register_regions(usage.announcing_regions)
        register_figures(results_of)
        register_interest(interest_url)
        register_kinds(*interest_kinds())

    @staticmethod
    def _register_audit() -> None:
        from privacy.registry import Watched, register_sensitive, watch

        label = "training_sessions"
        watch(
            Watched(f"{label}.TrainingSession", ("state", "starts_on", "ends_on", "places", "region_id"), name="name"),
            Watched(f"{label}.Enrolment", ("state",), person="user_id", name="session__name"),
            Watched(f"{label}.Interest", ("state", "region_id")),
            Watched(f"{label}.SessionTutor", ("role", "session_id"), person="user_id", name="session__name"),
            Watched(f"{label}.SessionRole", ("assignment", "session_id"), name="session__name"),
            Watched(f"{label}.Presence", ("status", "arrived_at", "left_at"), person="enrolment__user_id", name="event__title"),
            Watched(f"{label}.PaperSheet", ("event_id", "withdrawn_at", "emptied"), name="event__title"),
            Watched(f"{label}.SandboxWork", ("deed", "region_id"), person="asked_by_id"),
            Watched(f"{label}.Certificate", ("code",), person="enrolment__user_id", name="enrolment__session__name"),
        )
        register_sensitive(f"{label}:person", f"{label}:person_edit", model="accounts.User")
        register_sensitive(f"{label}:interest_page", model=f"{label}.Interest")
        register_sensitive(f"{label}:archive_file", model=f"{label}.DocumentArchive")
