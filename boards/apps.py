# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "boards"
    verbose_name = _("Arranged pages")

    def ready(self) -> None:
        from accounts.registry import register_question
        from boards.domain.arranging import ARRANGES, has_arranged

        register_question(ARRANGES, has_arranged)
