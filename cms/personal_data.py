"""What the back office holds on those who write in it, for the register (privacy.registry)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

HISTORY = _("History of content: who wrote, changed or approved it")
EDITING = _("Working state of the editor")


def _author(model: str, path: str, *, swept: bool = True) -> PersonalData:
    return PersonalData(model, path, HISTORY, Basis.INTEREST, Retention.EDITORIAL, author_only=True, swept=swept)


def _published(model: str, path: str) -> PersonalData:
    """Who is named in what editors publish is theirs to decide: the words stay."""
    return _author(model, path, swept=False)


def _editing(model: str, title: str | Promise) -> PersonalData:
    return PersonalData(model, "user", EDITING, Basis.INTEREST, Retention.TECHNICAL, title=title)


declare(
    _published("wagtailcore.Page", "owner"),
    _published("wagtailcore.Revision", "user"),
    _author("wagtailcore.PageLogEntry", "user"),
    _author("wagtailcore.ModelLogEntry", "user"),
    _author("wagtailcore.WorkflowState", "requested_by"),
    _author("wagtailcore.TaskState", "finished_by"),
    _author("wagtailcore.Comment", "user"),
    _author("wagtailcore.CommentReply", "user"),
    _author("wagtailcore.UploadedFile", "uploaded_by_user"),
    _published("wagtaildocs.Document", "uploaded_by_user"),
    _published("wagtailimages.Image", "uploaded_by_user"),
    _editing("wagtailadmin.EditingSession", _("pages open in the back office")),
    _editing("wagtailadmin.FormState", _("forms begun in the back office")),
    PersonalData(
        "wagtailcore.PageSubscription",
        "user",
        _("Notices asked for in the back office"),
        Basis.CONTRACT,
        Retention.ACCOUNT,
        title=_("pages followed in the back office"),
    ),
    PersonalData(
        "wagtailcore.APIToken",
        "user",
        _("Keys of programmes that act for the person"),
        Basis.INTEREST,
        Retention.ACCOUNT,
        hidden=("key_hash",),
    ),
    PersonalData("cms.SeenTour", "user", _("Guided visits already seen"), Basis.CONTRACT, Retention.ACCOUNT),
    PersonalData("wagtailusers.UserProfile", "user", _("Settings of the back office"), Basis.CONTRACT, Retention.ACCOUNT),
)
