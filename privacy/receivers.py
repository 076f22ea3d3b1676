"""What goes to the audit log by itself: watched models, sign-ins and their failures."""

from django.apps import apps
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from privacy.domain.audit import record, record_change, stored_values
from privacy.enums import Action
from privacy.registry import person_of_login, watched, way_of


def watch_models() -> None:
    """Connect to the watched models alone: a receiver for all of them would make every deletion read its rows first."""
    for label in watched():
        model = apps.get_model(label)
        pre_save.connect(remember_before, sender=model, dispatch_uid="privacy.audit_before")
        post_save.connect(tell_after, sender=model, dispatch_uid="privacy.audit_after")
        post_delete.connect(tell_deleted, sender=model, dispatch_uid="privacy.audit_deleted")


def remember_before(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    entry = watched()[sender._meta.label]
    if not raw and (update_fields is None or {*entry.fields, *entry.identity} & _columns(sender, update_fields)):
        instance._audit_before = (stored_values(instance, entry),)


def tell_after(sender, instance, **kwargs) -> None:
    before = instance.__dict__.pop("_audit_before", None)
    if before is not None:
        record_change(instance, watched()[sender._meta.label], before[0])


def tell_deleted(sender, instance, **kwargs) -> None:
    record_change(instance, watched()[sender._meta.label], None, deleted=True)


def _columns(sender, names) -> set[str]:
    """Names of fields as columns too: "region" is watched as "region_id"."""
    return {*names, *(sender._meta.get_field(name).attname for name in names)}


@receiver(user_logged_in, dispatch_uid="privacy.audit_signed_in")
def tell_signed_in(sender, user, request=None, **kwargs) -> None:
    record(Action.SIGNED_IN, person=user.pk, actor=user.pk, **way_of(request, user))


@receiver(user_logged_out, dispatch_uid="privacy.audit_signed_out")
def tell_signed_out(sender, user, **kwargs) -> None:
    if user is not None:
        record(Action.SIGNED_OUT, person=user.pk, actor=user.pk)


@receiver(user_login_failed, dispatch_uid="privacy.audit_refused")
def tell_refused(sender, credentials, **kwargs) -> None:
    """Whose account was tried, where there is one; what was typed is not kept."""
    typed = str(credentials.get("email") or credentials.get("username") or credentials.get("login") or "")
    record(Action.REFUSED, person=getattr(person_of_login(typed), "pk", None))
