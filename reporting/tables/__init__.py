"""The tables that make themselves known to reporting.domain.tables, in the order they are listed."""

from reporting.tables import learners, steps, attendance, sessions, pathways, resources, people, interests, waiting  # noqa: F401, I001
from reporting.tables import regions, days, session_sheet, visits, managed, charge, watched, one_person, technical, back_office  # noqa: F401
