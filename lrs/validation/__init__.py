"""Whether statements and parameters keep to xAPI 1.0.3 and 2.0 (IEEE 9274.1.1-2023): plain Python, no framework, no database."""

from lrs.validation.clauses import V1, V2, Invalid
from lrs.validation.facts import Facts
from lrs.validation.reading import read_json
from lrs.validation.statements import check_statement

__all__ = ["V1", "V2", "Facts", "Invalid", "check_statement", "read_json"]
