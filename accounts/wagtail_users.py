"""Wagtail's own app of users, with our screens of people in place of its own."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.back_office.people.PeopleViewSet"

    def ready(self) -> None:
        """Register policies here, before any screen asks for them; the parent would register its own for people."""
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from accounts.back_office.policies import NationalPolicy
        from accounts.models import Region, User

        register_permission_policy(User, NationalPolicy(User))
        register_permission_policy(Region, NationalPolicy(Region))
        register_permission_policy(Group)
