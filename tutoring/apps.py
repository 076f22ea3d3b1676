from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TutoringConfig(AppConfig):
    name = "tutoring"
    verbose_name = _("Tutoring")

    def ready(self) -> None:
        from accounts.registry import Workspace, register_question, register_workspace
        from boards.registry import register_board
        from cms.tours import register_tour
        from messaging.api import register_kinds
        from privacy.registry import register_sensitive
        from sessions.registry import register_reply_source
        from sessions.report_columns import register_learner_columns
        from tutoring.board import DESK
        from tutoring.domain.awaited_messages import messages_awaiting
        from tutoring.domain.learner_columns import COLUMNS
        from tutoring.domain.notice_kinds import tutoring_kinds
        from tutoring.rules import is_tutor, tutors_a_confirmed_session
        from tutoring.tour import TUTORS_TOUR

        import_module("tutoring.permissions")
        import_module("tutoring.receivers")
        register_sensitive("tutoring:learner", model="training_sessions.Enrolment")
        register_kinds(*tutoring_kinds())
        register_reply_source("messages", messages_awaiting)

        register_board(DESK)
        register_tour(TUTORS_TOUR)
        register_question("tutors", tutors_a_confirmed_session)
        register_workspace(Workspace("tutoring", _("Tutoring"), "users-round", "tutoring:home", is_tutor, order=40))
        register_learner_columns(*COLUMNS)
