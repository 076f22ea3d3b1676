"""The back office follows what happens below: tables migrated, pages made, roles given and taken."""

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver

from accounts.models import DefinedRole, RoleAssignment, User
from cms.models import HomePage
from courses.models import LibraryPage
from pathways.domain.back_office import ensure_back_office, sync_groups


@receiver(post_migrate, dispatch_uid="pathways.back_office")
def after_migrations(sender, **kwargs) -> None:
    """Once, after the last app's: permissions of every model exist only then."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender.label == last.label and kwargs.get("using", "default") == "default":
        ensure_back_office()


@receiver(post_save, sender=HomePage, dispatch_uid="pathways.back_office_of_home")
@receiver(post_save, sender=LibraryPage, dispatch_uid="pathways.back_office_of_library")
def a_root_was_made(sender, created, raw=False, **kwargs) -> None:
    if created and not raw:
        ensure_back_office()


@receiver(post_save, sender=DefinedRole, dispatch_uid="pathways.groups_of_changed_role")
def a_definition_changed(sender, instance, created, raw=False, **kwargs) -> None:
    """Whoever holds the role enters the back office, or not, as it now says."""
    if not created and not raw:
        for user in User.objects.filter(assignments__role=instance).distinct():
            sync_groups(user)


@receiver(post_save, sender=RoleAssignment, dispatch_uid="pathways.groups_of_given_role")
@receiver(post_delete, sender=RoleAssignment, dispatch_uid="pathways.groups_of_taken_role")
def a_role_changed(sender, instance, **kwargs) -> None:
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None:
        sync_groups(user)
