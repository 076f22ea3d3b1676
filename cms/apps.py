from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        from accounts.registry import Workspace, register_workspace
        from cms.domain.news import find_news, find_pages, latest_news
        from cms.registry import HomeBlock, SearchSource, register_home_block, register_search_source
        from privacy.registry import Watched
        from privacy.registry import watch as watch_for_audit

        self._watch_content()
        look = ("name", "tagline", "logo_id", "logo_dark_id", "icon_id", "colour", "accent", "font", "legal_mention", "help_hours")
        watch_for_audit(Watched("cms.Brand", look, identity=("help_email", "help_phone")))
        register_workspace(Workspace("content", _("Content"), "library", "wagtailadmin_home", lambda user: user.is_editor, order=20))
        register_workspace(
            Workspace(
                "back_office",
                _("Back office"),
                "settings",
                "wagtailadmin_home",
                lambda user: user.is_staff and not user.is_editor,
                order=21,
            )
        )
        register_home_block(HomeBlock("news", "cms/news_block.html", latest_news, order=30, stylesheet="css/public.css"))
        register_search_source(SearchSource("pages", _("Pages of the site"), find_pages, order=80))
        register_search_source(SearchSource("news", _("News"), find_news, order=90))

    @staticmethod
    def _watch_content() -> None:
        """Every kind of page, what is on them and how they look (cms.domain.kept)."""
        from django.apps import apps
        from wagtail.images import get_image_model
        from wagtail.models import Page, PageViewRestriction, Site
        from wagtail.signals import post_page_move

        from cms.domain.kept import content_changed, watch
        from cms.models import Brand

        pages = [model for model in apps.get_models() if issubclass(model, Page)]
        watch(*pages, PageViewRestriction, Site, Brand, get_image_model())
        post_page_move.connect(content_changed, dispatch_uid="kept.page_moved")
