from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = _("Forum")

    def ready(self) -> None:
        from django.urls import reverse

        from forum.domain.learner_columns import COLUMNS
        from forum.domain.notice_kinds import forum_kinds
        from forum.domain.reading import unread_card
        from forum.domain.waiting import awaited_by
        from forum.rules import is_shown_to
        from messaging.api import register_kinds
        from sessions.registry import SessionLink, register_home_card, register_reply_source, register_session_link
        from sessions.report_columns import register_learner_columns

        import_module("forum.permissions")

        def url_for(session) -> str:
            return reverse("forum:session", args=[session.pk])

        register_kinds(*forum_kinds())
        register_session_link(SessionLink("forum", _("Forum"), "messages-square", url_for, shown_to=is_shown_to))
        register_reply_source("forum", awaited_by)
        register_learner_columns(*COLUMNS)
        register_home_card("forum", "forum/home_card.html", unread_card, order=40)
