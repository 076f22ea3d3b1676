"""Pathways in Wagtail's admin, and the admin's menu, home and look."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses.back_office.guards import guard
from pathways.back_office import menu
from pathways.back_office.faq import FaqViewSet
from pathways.back_office.home import compose_home
from pathways.back_office.listing import PathwayViewSet
from pathways.back_office.publishing import back_to_the_list, remember_steps, warn_of_removed_steps
from pathways.back_office.themes import ThemeViewSet
from pathways.models import PathwayPage
from pathways.registry import pathway_usage

guard(PathwayPage, pathway_usage)
hooks.register("construct_main_menu", menu.tidy_menu, order=1000)
hooks.register("construct_settings_menu", menu.tidy_settings)
hooks.register("construct_reports_menu", menu.tidy_reports)
hooks.register("construct_page_action_menu", menu.publish_first)
hooks.register("construct_homepage_panels", compose_home)
hooks.register("before_publish_page", remember_steps)
hooks.register("after_publish_page", warn_of_removed_steps)
hooks.register("after_create_page", back_to_the_list)
hooks.register("after_edit_page", back_to_the_list)


register_snippet(ThemeViewSet)


@hooks.register("register_admin_viewset")
def pathway_viewsets() -> list:
    return [PathwayViewSet(), FaqViewSet()]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request, items: list) -> None:
    """The counts of pages, pictures and documents say nothing about what to do."""
    items.clear()


@hooks.register("insert_global_admin_css")
def look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/back-office.css"))


@hooks.register("insert_global_admin_js")
def behaviour() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/back-office/pathway-steps.js"))


@hooks.register("construct_wagtail_userbar")
def no_userbar(request, items: list, page) -> None:
    """The site looks the same to everybody."""
    items.clear()
