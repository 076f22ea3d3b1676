"""Who may do what in the back office: groups, their permissions on pages, and the approval of what editors submit.

Groups follow roles (accounts.RoleAssignment): nobody puts a person into a group by hand.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.enums import Role
from accounts.models import DefinedRole, RoleAssignment, User
from accounts.permissions import EDIT_CONTENT, permissions_named
from cms.models import HomePage
from courses.models import LibraryPage

EDITORS = "Éditeurs"
NATIONAL = "Pilotage national"
OTHERS = "Autres rôles du back-office"
GROUPS = (EDITORS, NATIONAL, OTHERS)
WORKFLOW = "Relecture par le pilotage national"
PAGE_ACTIONS = ("add_page", "change_page", "publish_page", "bulk_delete_page")
NATIONAL_PAGE_ACTIONS = (*PAGE_ACTIONS, "lock_page", "unlock_page")
FILE_ACTIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
# Models of the settings menu that only national managers touch.
NATIONAL_MODELS = (
    ("accounts", "user"),
    ("accounts", "region"),
    ("accounts", "registrationsettings"),
    ("accounts", "roleassignment"),
    ("cms", "brand"),
    ("pathways", "theme"),
    ("wagtailcore", "collection"),
    ("wagtailcore", "site"),
    ("wagtailcore", "workflow"),
    ("wagtailcore", "task"),
    ("wagtailredirects", "redirect"),
)
ENTRANCE = (("wagtailadmin", "admin", ("access_admin",)),)
EDITORS_MODELS = (*ENTRANCE, ("pathways", "theme", ("add_theme", "change_theme", "view_theme")))
# What a fresh installation of Wagtail brings, in English, and nobody here uses.
WAGTAILS_OWN_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def ensure_back_office() -> None:
    """Groups, permissions and workflow as they should be; running it again changes nothing."""
    if not Page.objects.filter(depth=1).exists():
        return
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in GROUPS}
    roots = _roots()
    for name, actions in ((EDITORS, PAGE_ACTIONS), (NATIONAL, NATIONAL_PAGE_ACTIONS)):
        _permit_pages(groups[name], roots, actions)
        _permit_files(groups[name])
    groups[EDITORS].permissions.set(_permissions(EDITORS_MODELS))
    groups[NATIONAL].permissions.set(_national_permissions())
    groups[OTHERS].permissions.set(_permissions(ENTRANCE))
    _ensure_workflow(groups[NATIONAL], roots)
    Group.objects.filter(name__in=WAGTAILS_OWN_GROUPS, user=None).delete()
    for user in User.objects.filter(assignments__role__in=_opening_roles()).distinct():
        sync_groups(user)


def _opening_roles() -> list[str]:
    """Codes of the roles that open the back office."""
    return [role.code for role in DefinedRole.objects.all() if groups_of(role.code, role.allows())]


def groups_of(role: str, allows: Iterable[str]) -> set[str]:
    """The groups that a role puts its holder in. An auditor has no back office."""
    if role == Role.AUDITOR:
        return set()
    if role == Role.NATIONAL_MANAGER:
        return {NATIONAL}
    used = {one.codename for one in permissions_named(allows) if one.in_back_office}
    return ({EDITORS} if EDIT_CONTENT.codename in used else set()) | ({OTHERS} if used - {EDIT_CONTENT.codename} else set())


def sync_groups(user: User) -> None:
    """Put the person in the groups of their roles, and out of those whose role they lost; is_staff says whether there is any."""
    assignments = RoleAssignment.objects.filter(user=user).select_related("role")
    held = {name for one in assignments for name in groups_of(one.role_id, one.role.allows())}
    for group in Group.objects.filter(name__in=GROUPS):
        (user.groups.add if group.name in held else user.groups.remove)(group)
    User.objects.filter(pk=user.pk, is_superuser=False).exclude(is_staff=bool(held)).update(is_staff=bool(held))


def _roots() -> list[Page]:
    """The home page, with the catalogue below it, and the library wherever it stands."""
    return [*HomePage.objects.all(), *LibraryPage.objects.all()]


def _permit_pages(group: Group, roots: list[Page], actions: tuple[str, ...]) -> None:
    allowed = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=actions)
    for page in roots:
        for permission in allowed:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
    GroupPagePermission.objects.filter(group=group).exclude(page__in=[page.pk for page in roots]).delete()


def _permit_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for app, codename in FILE_ACTIONS:
        permission = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
        if permission and root:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(wanted) -> list[Permission]:
    return [
        permission
        for app, model, names in wanted
        for permission in Permission.objects.filter(content_type__app_label=app, content_type__model=model, codename__in=names)
    ]


def _national_permissions() -> list[Permission]:
    models = [(app, model, [f"{action}_{model}" for action in ("add", "change", "delete", "view")]) for app, model in NATIONAL_MODELS]
    return _permissions([("wagtailadmin", "admin", ("access_admin",)), *models])


def _ensure_workflow(group: Group, roots: list[Page]) -> None:
    """National managers approve what editors submit; editors may publish by themselves too."""
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW)
    if made:
        task = GroupApprovalTask.objects.create(name=WORKFLOW)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.filter(page__depth=1).delete()
        Workflow.objects.exclude(pk=workflow.pk).filter(workflow_states=None).update(active=False)
    for page in roots:
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
