"""The one tag that an edited template may use: `if`. (A Django template engine takes its tags from such a module.)"""

from django import template
from django.template.defaulttags import do_if

register = template.Library()
register.tag("if", do_if)
