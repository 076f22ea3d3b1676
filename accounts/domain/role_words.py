# SPDX-License-Identifier: EUPL-1.2
"""What a role allows, in plain words."""

from collections.abc import Collection

from accounts.permissions import Group, Permission, permissions_named, registered_permissions


def permissions_in_words(texts: set[str]) -> dict[str, str]:
    """For lists of codenames as the audit log keeps them, the sentences."""
    return {text: " / ".join(str(one.words) for one in _ordered(permissions_named(text.split(", ")))) for text in texts}


def grouped(permissions: Collection[Permission]) -> list[tuple[str, list[Permission]]]:
    """By heading, in the order of the form; headings without any left out."""
    kept = _ordered(permissions)
    found = [(str(group.label), [one for one in kept if one.group == group]) for group in Group]
    return [(label, ones) for label, ones in found if ones]


def _ordered(permissions: Collection[Permission]) -> list[Permission]:
    return [one for one in registered_permissions() if one in permissions]
