from django.contrib.auth import get_user_model
from wagtail.permission_policies import BasePermissionPolicy

from accounts.enums import Role


class NationalPolicy(BasePermissionPolicy):
    """National managers do everything but delete: people and regions have a history."""

    def user_has_permission(self, user, action: str) -> bool:
        return user.is_active and user.is_authenticated and user.is_national_manager and action != "delete"

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action: str, instance) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance) -> bool:
        return self.user_has_any_permission(user, actions)

    def instances_user_has_any_permission_for(self, user, actions):
        return self.model._default_manager.all() if self.user_has_any_permission(user, actions) else self.model._default_manager.none()

    def users_with_any_permission(self, actions):
        return get_user_model().objects.active().filter(assignments__role=Role.NATIONAL_MANAGER)
