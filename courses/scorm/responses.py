"""Forms of answers and of correct answers, by type of interaction (SCORM 2004 RTE 4.2.9.1)."""

import re
from collections.abc import Callable

FLAG = re.compile(r"\{(case_matters|order_matters)=([^}]*)\}")

Fits = Callable[[str, str], bool]


def has_wrong_form(form: dict, value: str, fits: Fits) -> bool:
    """Has `value` not the form of one side of data_model.json's responses? fits: DataModel.fits."""
    rest = _without_flags(form.get("flags", ()), value)
    if rest is None:
        return True
    if "range" in form:
        return _is_no_range(form["range"], rest, fits)
    if "step" in form:
        return any(_is_no_step(form["step"], step, fits) for step in rest.split(form["separator"]))
    if rest == "" and form.get("empty"):
        return False
    items = rest.split(form["separator"]) if "separator" in form else [rest]
    if form.get("distinct") and len(set(items)) != len(items):
        return True
    return any(_is_no_item(form, item, fits) for item in items)


def _without_flags(allowed, value: str) -> str | None:
    """The value without its leading {case_matters=…} and {order_matters=…}; None when one is not true or false."""
    flag = FLAG.match(value)
    while flag and flag[1] in allowed:
        if flag[2] not in {"true", "false"}:
            return None
        value = value[flag.end() :]
        flag = FLAG.match(value)
    return value


def _is_no_item(form: dict, item: str, fits: Fits) -> bool:
    if "pair" in form:
        parts = item.split(form["pair"])
        return len(parts) != 2 or not all(fits(form["item"], part) for part in parts)
    return "item" in form and not fits(form["item"], item)


def _is_no_range(separator: str, value: str, fits: Fits) -> bool:
    parts = value.split(separator)
    if len(parts) > 2 or value == "" or any(part and not fits("real", part) for part in parts):
        return True
    return len(parts) == 2 and all(parts) and float(parts[0]) > float(parts[1])


def _is_no_step(separator: str, step: str, fits: Fits) -> bool:
    """A step is a name and an answer, one of them may be empty."""
    parts = step.split(separator)
    if len(parts) != 2 or not any(parts):
        return True
    return parts[0] != "" and not fits("identifier", parts[0])
