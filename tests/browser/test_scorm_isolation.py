"""A hostile module, and what modules keep from one another."""

import pytest

from tests.browser.conftest import wait_until
from tests.browser.scorm_player import learn, offline, part_frame, sco_zip
from tests.courses.packages import make_module, simple_zip

__all__ = ["learn"]

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.20"), pytest.mark.requirement("CMA-2.21")]

KEPT = "Object.keys(localStorage).some((key) => key.startsWith('lecture:'))"


HOSTILE = """<!doctype html><meta charset="utf-8"><title>Hostile</title><h1>Hostile</h1><script>
const SITE = "__SITE__";
const attempt = async (act) => { try { return String(await act()); } catch (error) { return "refused: " + error.name; } };
const above = () => {
  const found = [];
  for (let view = window; view.parent !== view;) {
    view = view.parent;
    try { found.push(view.document.documentElement.outerHTML); } catch (error) { found.push("refused: " + error.name); }
  }
  return found;
};
const cross = (page, options) => page.fetch(SITE + "/espace/", { credentials: "include", ...options });
window.attack = async () => ({
  above: above(),
  cookie: document.cookie,
  parentCookie: await attempt(() => parent.document.cookie),
  topDocument: await attempt(() => top.document.body.innerHTML),
  topStorage: await attempt(() => JSON.stringify(top.localStorage)),
  topVariable: await attempt(() => top.step),
  page: await attempt(async () => (await cross(window)).text()),
  opaque: await attempt(async () => (await cross(window, { mode: "no-cors" })).type),
  fromPlayer: await attempt(async () => (await cross(parent)).text()),
  post: await attempt(async () => (await cross(window, { method: "POST", mode: "no-cors" })).type),
  worker: await attempt(async () => (await navigator.serviceWorker.register("worker.js")).scope),
  topNavigation: await attempt(() => { top.location = SITE + "/compte/logout/"; return "went"; }),
  popup: await attempt(async () => {
    const opened = window.open(SITE + "/compte/login/");
    for (let wait = 0; wait < 30 && opened && !opened.closed; wait += 1) await new Promise((go) => setTimeout(go, 50));
    return opened ? (opened.closed ? "cut" : opened.document.body.innerHTML) : "none";
  }),
});
window.postForm = () => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: SITE + "/compte/logout/" });
  document.body.append(form);
  form.submit();
};
window.inject = () => new Promise((go) => {
  const script = parent.document.createElement("script");
  script.src = location.pathname.replace("a.html", "inner.js");
  Object.assign(script, { onload: () => go("ran"), onerror: () => go("refused") });
  parent.document.head.append(script);
});
</script>"""
INNER = """try { top.location = "__SITE__/compte/logout/"; window.innerResult = "went"; }
catch (error) { window.innerResult = "refused: " + error.name; }"""
COMPLAINTS = ("Content Security Policy", "sandbox", "403", "CORS", "Unsafe attempt", "ERR_", "Failed to")


@pytest.fixture
def hostile(site):
    pages = {"a.html": HOSTILE.replace("__SITE__", site.site), "worker.js": "1", "inner.js": INNER.replace("__SITE__", site.site)}
    return make_module(simple_zip("a", files=pages))


def test_a_hostile_module_gets_nothing(site, learn, cast, new_page, watch, hostile):
    for words in COMPLAINTS:
        watch.allow(words)
    page = new_page(1280, cast.owner)
    address = learn(hostile)
    page.goto(address)
    secret = page.context.cookies(site.site)[0]["value"]
    asked = []

    def note(request):
        asked.append(request)

    page.context.on("request", note)
    part = part_frame(page)
    got = part.evaluate("attack()")
    # The player stands as the topmost page for its parts: what `parent` leads to ends there.
    assert [text for text in got["above"][1:] if not text.startswith("refused")] == []
    assert secret not in str(got)
    assert cast.owner.email not in str(got)
    assert got["cookie"] == ""
    assert got["parentCookie"] == ""
    for name in ("topDocument", "topStorage", "topVariable", "page", "opaque", "fromPlayer", "post", "worker", "topNavigation"):
        assert got[name].startswith("refused"), (name, got[name])
    assert got["popup"] in {"none", "cut"} or got["popup"].startswith("refused"), got["popup"]
    assert part.evaluate("inject()") == "ran"
    assert part.evaluate("parent.innerResult").startswith("refused")
    part.evaluate("postForm()")
    page.wait_for_timeout(200)
    assert page.url == address
    carried = [r.url for r in asked if r.url.startswith(site.site) and r.method == "POST" and r.frame.url.startswith(site.content)]
    assert carried == []
    page.reload()
    assert page.url == address, "Monique is still signed in"


def test_two_modules_share_no_kept_work(learn, cast, new_page, watch):
    """Work kept for one module lies on the site's origin, where another module cannot read it."""
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page = new_page(1280, cast.owner)
    page.goto(learn(make_module(sco_zip("a"))))
    part = part_frame(page)
    with offline(page):
        part.evaluate("api.LMSSetValue('cmi.suspend_data', 'mine'), api.LMSCommit('')")
        wait_until(page, KEPT)
        seen = part.evaluate("(() => { try { return JSON.stringify({...localStorage, ...sessionStorage}); } catch { return ''; } })()")
    assert "mine" not in seen
