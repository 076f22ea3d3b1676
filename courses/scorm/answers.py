"""Answers to interactions, from the form of SCORM to that of xAPI (Data 2.4.4.1), which took SCORM 2004's. No Django here."""

import re

# The ten types of xAPI. SCORM 2004 names all of them so; SCORM 1.2 has eight of them.
TYPES = {
    one: one
    for one in (
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "likert",
        "matching",
        "performance",
        "sequencing",
        "numeric",
        "other",
    )
}
# SCORM 1.2 (RTE 3.4.8, CMIFeedback): t, f, 0 or 1; single characters with commas between, sometimes in braces; pairs with a point.
TRUTH = {"t": "true", "1": "true", "true": "true", "f": "false", "0": "false", "false": "false"}
CHOICES_12 = re.compile(r"\{?[0-9a-z](?:,[0-9a-z])*\}?", re.ASCII)
PAIRS_12 = re.compile(r"\{?[0-9a-z]\.[0-9a-z](?:,[0-9a-z]\.[0-9a-z])*\}?", re.ASCII)


def as_xapi(kind: str, answer: str) -> str:
    """The answer as xAPI writes it; what is in no known form stays as it is."""
    if kind == "true-false":
        return TRUTH.get(answer.lower(), answer)
    if kind in {"choice", "sequencing"} and CHOICES_12.fullmatch(answer):
        return answer.strip("{}").replace(",", "[,]")
    if kind == "matching" and PAIRS_12.fullmatch(answer):
        return answer.strip("{}").replace(".", "[.]").replace(",", "[,]")
    return answer
