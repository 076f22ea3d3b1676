"""Entries of the back office's menu that only some see."""

from wagtail.admin.menu import MenuItem

from accounts.permissions import Permission


class NationalItem(MenuItem):
    """For national managers."""

    def is_shown(self, request) -> bool:
        return request.user.is_national_manager


class PermittedItem(MenuItem):
    """For those whose roles allow it."""

    def __init__(self, permission: Permission, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request) -> bool:
        return request.user.may(self.permission)
