"""The content origin: who may ask for what there, and what its answers allow."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from courses.domain.scorm_launch import files_token_of, open_launch, token_of
from courses.domain.scorm_runtime import open_item
from courses.models import Attempt, PackageFile, ScoState
from tests.courses.packages import context_for, make_module, simple_zip

pytestmark = pytest.mark.django_db
FILES = {
    "style.css": "body { content: '…' }",
    "old.html": "<meta charset='windows-1252'><p>\xe9t\xe9".encode("cp1252"),
    "plain.html": "<p>été",
    "ascii.js": "1",
    "son.mp3": bytes(range(200)),
    "image.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "chose.inconnue": b"\x00\x01",
    "Dossier/Image Été.png": b"png",
}


@pytest.fixture
def web():
    """A client of the content origin that would show any cookie."""
    return Client(headers={"host": "127.0.0.1:8000"})


@pytest.fixture
def launch(cast):
    found = open_launch(context_for(cast.owner, make_module(simple_zip("a", files=FILES)))).launch
    open_item(found, "a")
    return found


@pytest.fixture
def base(launch):
    return f"/lecture/{token_of(launch)}/"


@pytest.fixture
def files(launch):
    return f"/lecture/{files_token_of(launch)}/fichiers/"


def post(web, url, body, **headers):
    return web.post(url, json.dumps(body), content_type="text/plain", headers=headers)


class TestOrigin:
    @pytest.mark.parametrize("path", ["/", "/espace/", "/admin/", "/compte/login/", "/bibliotheque/apercu/1/", "/media/x", "/lecture/"])
    def test_the_sites_pages_are_not_there(self, web, cast, path):
        web.force_login(cast.national, backend="django.contrib.auth.backends.ModelBackend")
        response = web.get(path)
        assert response.status_code == 404
        assert "pas ici" in response.content.decode()

    def test_lectures_are_not_on_the_site(self, client, base):
        assert client.get(base, headers={"host": "localhost:8000"}).status_code == 404

    def test_no_cookie_is_read_or_set(self, web, base, cast, django_assert_num_queries):
        web.force_login(cast.owner, backend="django.contrib.auth.backends.ModelBackend")
        web.get(base)
        response = post(web, base + "commit/", {"item": "a", "sequence": 1})
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    def test_no_service_worker(self, web, files):
        response = web.get(files + "ascii.js", headers={"service-worker": "script"})
        assert response.status_code == 403

    def test_what_fails_says_so_and_tells_nothing(self, web, base, monkeypatch):
        monkeypatch.setattr("courses.views.content._page_data", lambda launch: 1 / 0)
        response = web.get(base)
        assert response.status_code == 500
        assert "ZeroDivision" not in response.content.decode()
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_every_answer_is_guarded(self, web, base, files):
        for response in (web.get(base), web.get(files + "a.html"), web.get("/nothing"), post(web, base + "commit/", {})):
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Referrer-Policy"] == "same-origin"
            assert response["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "Content-Security-Policy" in response
            assert "unload=(self)" in response["Permissions-Policy"]
            assert not response.cookies


class TestPlayer:
    def test_the_page_is_framed_by_the_site_alone_and_runs_its_own_scripts_alone(self, web, base, settings):
        policy = web.get(base)["Content-Security-Policy"]
        assert f"frame-ancestors {settings.SITE_ORIGIN}" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy

    def test_a_page_knows_its_own_launch_only(self, web, base, cast, launch):
        html = web.get(base).content.decode()
        assert launch.pk.hex in html
        assert cast.owner.email not in html
        assert "csrf" not in html
        assert "sessionid" not in html

    @pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "0" * 32 + t[32:], lambda t: t.upper(), lambda t: "x"])
    def test_foreign_tokens_are_nothing(self, web, launch, change):
        token = change(token_of(launch))
        for path in ("", "ouvrir/", "commit/", "reprendre/"):
            response = web.get(f"/lecture/{token}/") if not path else post(web, f"/lecture/{token}/{path}", {})
            assert response.status_code == 404

    def test_a_launch_token_opens_no_files_and_the_reverse(self, web, launch):
        assert web.get(f"/lecture/{token_of(launch)}/fichiers/a.html").status_code == 404
        assert web.get(f"/lecture/{files_token_of(launch)}/").status_code == 404

    def test_an_expired_launch_shows_nothing(self, web, launch, base, files):
        launch.expires_at = timezone.now()
        launch.save()
        assert web.get(base).status_code == 404
        assert web.get(files + "a.html").status_code == 404
        response = post(web, base + "commit/", {"item": "a", "sequence": 1})
        assert response.status_code == 403
        assert "Revenez au parcours" in response.json()["message"]

    def test_methods(self, web, base):
        assert web.post(base).status_code == 405
        assert web.get(base + "commit/").status_code == 405


class TestCommits:
    def test_plain_text_by_beacon_is_taken(self, web, base):
        body = {"item": "a", "sequence": 1, "changes": [["cmi.core.lesson_status", "completed"]], "finished": True}
        response = post(web, base + "commit/", body, origin="http://127.0.0.1:8000")
        assert response.json()["completed"] is True
        assert Attempt.objects.get().completed

    @pytest.mark.parametrize("origin", ["http://localhost:8000", "https://evil.example", "null"])
    def test_another_origins_writes_are_refused(self, web, base, origin):
        body = {"item": "a", "sequence": 1, "changes": [["cmi.core.lesson_status", "completed"]]}
        assert post(web, base + "commit/", body, origin=origin).status_code == 404
        assert not Attempt.objects.get().completed

    @pytest.mark.parametrize("body", ["", "[]", "{", "null", '{"item": "a", "sequence": 1, "changes": [["cmi.core.student_id", "x"]]}'])
    def test_forged_commits_are_refused_and_logged(self, web, base, body, caplog):
        response = web.post(base + "commit/", body, content_type="application/json")
        assert response.status_code == 400
        assert "commit refused" in caplog.text
        assert ScoState.objects.get().cmi == {}

    def test_a_huge_body_is_refused_unread(self, web, base):
        response = web.post(base + "commit/", "x" * (4 * 1024 * 1024 + 1), content_type="text/plain")
        assert response.status_code == 400

    def test_a_superseded_tab_is_told_in_french(self, web, base, launch, cast):
        open_launch(context_for(cast.owner, launch.attempt.activity.specific))
        for path in ("commit/", "ouvrir/"):
            response = post(web, base + path, {"item": "a", "sequence": 1})
            assert response.status_code == 409
            assert "ouvert dans un autre onglet" in response.json()["message"]

    def test_opening_what_is_not_there(self, web, base):
        assert post(web, base + "ouvrir/", {"item": "zz"}).status_code == 404

    def test_what_could_not_be_sent_is_restored(self, web, base, launch, cast):
        post(web, base + "commit/", {"item": "a", "sequence": 1, "changes": [["cmi.suspend_data", "1"]]})
        new = open_launch(context_for(cast.owner, launch.attempt.activity.specific)).launch
        kept = {"launch": launch.pk.hex, "commit": {"item": "a", "sequence": 2, "changes": [["cmi.suspend_data", "2"]]}}
        response = post(web, f"/lecture/{token_of(new)}/reprendre/", kept)
        assert response.json() == {"outcome": "stored"}
        assert ScoState.objects.get().cmi["cmi.suspend_data"] == "2"


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "media_type"),
        [
            ("a.html", "text/html"),
            ("style.css", "text/css; charset=utf-8"),
            ("plain.html", "text/html; charset=utf-8"),
            ("old.html", "text/html"),
            ("ascii.js", "text/javascript"),
            ("son.mp3", "audio/mpeg"),
            ("image.svg", "image/svg+xml"),
            ("chose.inconnue", "application/octet-stream"),
            ("Dossier/Image Été.png", "image/png"),
            ("dossier/IMAGE Été.PNG", "image/png"),
        ],
    )
    def test_types(self, web, files, name, media_type):
        response = web.get(files + name)
        assert response.status_code == 200
        assert response["Content-Type"] == media_type
        assert int(response["Content-Length"]) == len(b"".join(response))

    @pytest.mark.parametrize(
        "name",
        ["nothing.html", "", "../a.html", "%2e%2e/a.html", "Dossier/../a.html", "/etc/passwd", "..%2f..%2fetc/passwd", "a.html%00"],
    )
    def test_nothing_without_a_row(self, web, files, name):
        assert web.get(files + name).status_code == 404

    def test_a_row_without_its_file(self, web, launch, files):
        PackageFile.objects.create(version=launch.version, path="perdu.html", size=1)
        assert web.get(files + "perdu.html").status_code == 404

    def test_another_versions_files_are_not_there(self, web, cast, files):
        make_module(simple_zip("z"))
        assert web.get(files + "z.html").status_code == 404

    @pytest.mark.parametrize(
        ("asked", "status", "body", "told"),
        [
            ("bytes=0-9", 206, bytes(range(10)), "bytes 0-9/200"),
            ("bytes=190-", 206, bytes(range(190, 200)), "bytes 190-199/200"),
            ("bytes=-5", 206, bytes(range(195, 200)), "bytes 195-199/200"),
            ("bytes=0-999", 206, bytes(range(200)), "bytes 0-199/200"),
            ("bytes=200-", 416, b"", "bytes */200"),
            ("bytes=5-2", 416, b"", "bytes */200"),
            ("bytes=0-1,4-5", 200, bytes(range(200)), None),
            ("bytes=-", 200, bytes(range(200)), None),
        ],
    )
    def test_ranges(self, web, files, asked, status, body, told):
        response = web.get(files + "son.mp3", headers={"range": asked})
        assert response.status_code == status
        assert response.get("Content-Range") == told
        assert response.getvalue() == body

    def test_files_stay_in_the_browsers_cache_from_one_launch_to_the_next(self, web, files, launch, cast):
        response = web.get(files + "a.html")
        assert "immutable" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        again = open_launch(context_for(cast.owner, launch.attempt.activity.specific)).launch
        assert files == f"/lecture/{files_token_of(again)}/fichiers/"
        same = web.get(files + "a.html", headers={"if-none-match": response["ETag"]})
        assert (same.status_code, same.content) == (304, b"")

    def test_what_content_may_do(self, web, files, settings):
        settings.CONTENT_EXTRA_SOURCES = ["https://video.example"]
        policy = web.get(files + "a.html")["Content-Security-Policy"]
        assert "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: https://video.example;" in policy
        assert f"frame-ancestors 'self' {settings.SITE_ORIGIN}" in policy
        assert "form-action 'self'" in policy

    def test_few_queries(self, web, files, django_assert_num_queries):
        with django_assert_num_queries(2):
            web.get(files + "a.html")


class TestStep:
    """The module's page on the site's origin, by the editors' preview."""

    @pytest.fixture
    def module(self, cast):
        return make_module(simple_zip("a"), "Jouer au golf")

    @pytest.mark.parametrize(
        ("who", "status"), [("editor", 200), ("national", 200), ("owner", 404), ("manager", 404), ("stranger", 404), (None, 302)]
    )
    def test_who_may_preview(self, as_user, cast, module, who, status):
        browser = as_user(getattr(cast, who) if who else None)
        assert browser.get(f"/bibliotheque/apercu/{module.pk}/").status_code == status
        assert browser.post(f"/bibliotheque/apercu/{module.pk}/lancer").status_code == status

    def test_a_launch_and_its_state(self, as_user, cast, module):
        browser = as_user(cast.editor)
        base = f"/bibliotheque/apercu/{module.pk}/"
        assert browser.get(base + "etat").json() == {"state": "", "text": "", "next": None}
        answer = browser.post(base + "lancer").json()
        assert answer["player"].startswith("http://127.0.0.1:8000/lecture/")
        assert browser.get(base + "etat").json()["state"] == "started"
        assert not Attempt.objects.counting().exists()

    def test_looking_at_the_page_changes_nothing(self, as_user, cast, module):
        as_user(cast.editor).get(f"/bibliotheque/apercu/{module.pk}/")
        assert not Attempt.objects.exists()

    def test_methods_and_unknown_actions(self, as_user, cast, module):
        browser = as_user(cast.editor)
        base = f"/bibliotheque/apercu/{module.pk}/"
        assert browser.get(base + "lancer").status_code == 405
        assert browser.post(base).status_code == 405
        assert browser.get(base + "autre").status_code == 404

    def test_a_module_without_content(self, as_user, cast, module):
        module.package.current = None
        module.package.save()
        browser = as_user(cast.editor)
        assert "pas encore prêt" in browser.get(f"/bibliotheque/apercu/{module.pk}/").content.decode()
        assert browser.post(f"/bibliotheque/apercu/{module.pk}/lancer").status_code == 409
