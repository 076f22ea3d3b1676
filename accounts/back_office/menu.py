"""Entries of the back office's menu that only some see."""

from wagtail.admin.menu import MenuItem


class NationalItem(MenuItem):
    """For national managers."""

    def is_shown(self, request) -> bool:
        return request.user.is_national_manager
