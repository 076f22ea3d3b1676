from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from jobs.registry import register_periodic
        from messaging.domain.digests import make_due_digests
        from messaging.domain.erasing import deliver_last_words, forget_in_conversations
        from messaging.domain.own_kinds import own_kinds
        from messaging.domain.registration_kinds import registration_kinds
        from messaging.kinds import register_kinds
        from privacy.registry import Watched, register_eraser, register_farewell, watch

        import_module("messaging.receivers")
        import_module("messaging.permissions")
        register_kinds(*own_kinds(), *registration_kinds())
        watch(Watched("messaging.NoticeTemplate", ("kind", "language", "subject"), identity=("text", "html")))
        register_eraser("messaging", forget_in_conversations)
        register_farewell("messaging", deliver_last_words)
        register_periodic("messaging.digests", 10 * 60, make_due_digests)
