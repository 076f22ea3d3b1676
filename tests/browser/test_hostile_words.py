"""Markup in everything that people write, shown by a real browser: our scripts make elements of none of it."""

import pytest
from django.urls import reverse

from tests.scene import make_scene
from tests.security.hostile import MARKUP, fill_with
from tests.url_rules import RULES

pytestmark = [pytest.mark.browser, pytest.mark.requirement("DCL-14")]
# Where scripts of ours put words into the page, for each of the people.
PAGES = {
    "owner": (
        "training_sessions:home",
        "training_sessions:pathway",
        "forum:thread",
        "messaging:conversation",
        "messaging:notices",
        "accounts:profile",
        "privacy:mine",
    ),
    "tutor": ("tutoring:home", "tutoring:session", "tutoring:grading", "forum:session"),
    "manager": ("training_sessions:session", "training_sessions:people", "training_sessions:session_new", "reporting:session"),
}
GOT_IN = "document.querySelectorAll('[onx], img[src=\"x\"]').length"


@pytest.fixture
def scene(live_database, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    found = make_scene()
    assert len(fill_with(MARKUP)) > 60
    return found


@pytest.mark.parametrize("who", PAGES)
def test_no_words_become_elements(scene, site, new_page, watch, who):
    page = new_page(1280, user=getattr(scene.cast, who))
    opened = []
    page.on("dialog", lambda dialog: opened.append(dialog.message))
    shown = 0
    for name in PAGES[who]:
        page.goto(site.url(reverse(name, args=RULES[name].args(scene))))
        assert page.evaluate(GOT_IN) == 0, name
        shown += MARKUP in page.locator("body").inner_text()
    assert shown
    assert opened == []
