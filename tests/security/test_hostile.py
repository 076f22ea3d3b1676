"""The walk's own eyes: what is harmful is seen, what is text is not."""

import pytest
from django.http import HttpResponse
from django.utils.html import escape

from tests.security.hostile import MARKUP, harmful


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (f"<p>{MARKUP}</p>", True),
        (f'<input value="{MARKUP}">', True),
        (f"<p>{escape(MARKUP)}</p>", False),
        (f'<input value="{escape(MARKUP)}">', False),
        ('<p>"onx=1 &lt;img src=x&gt;</p>', False),
        ('<script type="application/json">{"a": "\\u0022onx=1 \\u003Cimg src=x\\u003E"}</script>', False),
    ],
)
def test_what_is_harmful_is_seen(body, seen):
    assert bool(harmful(HttpResponse(body))) == seen
