# SPDX-License-Identifier: EUPL-1.2
"""The form of a role of one's own: what it is called, and what it allows, heading by heading."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.role_words import grouped
from accounts.permissions import Permission, registered_permissions


class RoleForm(forms.Form):
    """scope: where the role is held, which says what it may allow."""

    name = forms.CharField(label=_("Name of the role"), max_length=60, help_text=_("As people will read it, for example “Examiner”."))
    description = forms.CharField(label=_("What it is for"), max_length=250, required=False)

    def __init__(self, *args, scope: str, chosen: frozenset[str] = frozenset(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in registered_permissions() if one.fits(scope)]
        self.groups = grouped(offered)
        for number, (label, permissions) in enumerate(self.groups):
            self.fields[f"rights_{number}"] = forms.MultipleChoiceField(
                label=label,
                choices=[(one.codename, _label(one)) for one in permissions],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[one.codename for one in permissions if one.codename in chosen],
            )

    @property
    def permission_fields(self) -> list[forms.BoundField]:
        return [self[f"rights_{number}"] for number in range(len(self.groups))]

    @property
    def chosen(self) -> list[str]:
        """Codenames ticked in a form that is valid."""
        return [name for number in range(len(self.groups)) for name in self.cleaned_data[f"rights_{number}"]]

    def said(self) -> dict:
        return {"name": self.cleaned_data["name"], "description": self.cleaned_data["description"], "permissions": self.chosen}


def _label(permission: Permission) -> str:
    """The sentence, and what comes with it."""
    if not permission.includes:
        return str(permission.words)
    heads = [str(one.words).partition(":")[0].strip() for one in permission.includes]
    more = " ; ".join(head[:1].lower() + head[1:] for head in heads)
    return _("%(words)s (with: %(more)s)") % {"words": permission.words, "more": more}
