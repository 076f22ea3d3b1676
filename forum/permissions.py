# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about the forums of sessions."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.permissions import TEAM, Group, Permission, register_permissions
from sessions.permissions import SEE_SESSIONS

READ_FORUM = Permission("read_forum", _("Read the forum of the sessions"), Group.DATA, Scope.SESSION, (SEE_SESSIONS,), TEAM)
MODERATE_FORUM = Permission(
    "moderate_forum",
    _("Answer in the forum and moderate it: hide a message, close a thread, deal with reports"),
    Group.FEATURES,
    Scope.SESSION,
    (READ_FORUM,),
    TEAM,
)

register_permissions(READ_FORUM, MODERATE_FORUM)
