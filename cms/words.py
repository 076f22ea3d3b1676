# SPDX-License-Identifier: EUPL-1.2
"""Sentences of Django's own forms that our catalogues say in the style of the house: a project's catalogue comes before Django's."""

from django.utils.translation import gettext_noop

REQUIRED = gettext_noop("This field is required.")
