"""Openings of cmi5 parts that are left open, and the page that lists the parts (cmi5 8.2, 9.3.6)."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.domain.unit_endings import abandon_expired, abandon_unit
from courses.domain.unit_launch import open_unit
from courses.models import Attempt, Launch, NodeState, UnitLaunch
from lrs.models import Statement
from tests.courses.cmi5_follow import ADDRESS, begin, identifier, launch, said, statement
from tests.courses.cmi5_packages import block, cmi5_zip, unit
from tests.courses.cmi5_unit import CMI5, EXTENSIONS, Unit
from tests.courses.packages import context_for, make_module

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.22")]


class TestSessions:
    def test_a_new_launch_abandons_what_was_left_open(self, follow):
        step = follow(unit("a"), unit("b"))
        first = begin(step, "a")
        session = first.data["contextTemplate"]["extensions"][f"{EXTENSIONS}sessionid"]
        second = launch(step, "b").start()
        assert said(step) == ["launched", "initialized", "abandoned", "launched"]
        body = statement(step, "abandoned")
        assert body["context"]["extensions"][f"{EXTENSIONS}sessionid"] == session
        assert re.fullmatch(r"PT\d+\.\d\dS", body["result"]["duration"])
        assert [one["id"] for one in body["context"]["contextActivities"]["category"]] == [CMI5]
        assert first.post(first.statement("completed", completion=True, duration="PT1S")).status_code in {401, 403}
        assert second.data["contextTemplate"]["extensions"][f"{EXTENSIONS}sessionid"] != session
        assert not NodeState.objects.filter(completed_at__isnull=False).exists()

    def test_a_session_that_ended_is_not_abandoned(self, follow):
        step = follow(unit("a"))
        begin(step).terminate()
        launch(step)
        assert "abandoned" not in said(step)

    def test_what_is_left_open_beyond_its_time_is_abandoned_once(self, follow):
        step = follow(unit("a"))
        begin(step)
        assert abandon_expired() == 0
        Launch.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert (abandon_expired(), abandon_expired()) == (1, 0)
        assert said(step)[-1] == "abandoned"

    def test_abandoning_twice_states_it_once(self, follow):
        step = follow(unit("a"))
        begin(step)
        opened = UnitLaunch.objects.select_related("launch__attempt__user", "launch__version", "node").get()
        assert abandon_unit(opened)
        assert not abandon_unit(UnitLaunch.objects.get())
        assert said(step).count("abandoned") == 1

    def test_reading_again_records_nothing(self, follow):
        step = follow(unit("a"))
        found = begin(step)
        found.terminate()
        before = NodeState.objects.count()
        context = context_for(step.user, step.activity, registration=step.enrolment.registration, can_write=False)
        again = Unit(open_unit(context, identifier(step, "a")).address).start()
        assert again.data["launchMode"] == "Review"
        again.initialize()
        assert again.post(again.statement("completed", completion=True, duration="PT1S")).status_code == 403
        again.terminate()
        assert (NodeState.objects.count(), step.attempt.completed) == (before, False)


class TestPage:
    def test_the_tree_with_states(self, follow):
        step = follow(block("bloc", unit("a", attributes='moveOn="Passed"')), unit("b"))
        found = begin(step, "a")
        found.passed(0.8)
        found.terminate()
        page = step.get().content.decode()
        assert [name for name in ("Bloc bloc", "Partie a", "Partie b") if name in page] == ["Bloc bloc", "Partie a", "Partie b"]
        assert "80" in page
        assert "Parties terminées\u00a0: 1 sur 2" in page

    def test_queries_do_not_grow_with_the_parts(self, step_of):
        counts = []
        for number in (1, 30):
            files = {f"u{index}.html": "x" for index in range(number)}
            parts = [unit(f"u{index}") for index in range(number)]
            step = step_of(make_module(cmi5_zip(*parts, files=files), f"Module {number}"))
            step.get()
            launch(step, "u0")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                step.get()
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_the_return_page_is_of_a_launch_only(self, follow):
        web = Client(headers={"host": urlsplit(settings.CONTENT_ORIGIN).netloc})
        assert web.get("/cmi5/x/retour/").status_code == 404
        found = launch(follow(unit("a"))).start()
        path = urlsplit(found.data["returnURL"]).path
        assert web.post(path).status_code == 405
        assert "frame-ancestors 'self' " + settings.SITE_ORIGIN in web.get(path)["Content-Security-Policy"]

    def test_previews_are_browsed_and_stated_nowhere(self, cast, as_user):
        module = make_module(cmi5_zip(unit("a")), "Essai")
        editor = as_user(cast.editor)
        response = editor.post(
            reverse("courses:preview", args=[module.pk, "lancer"]), {"part": module.package.current.nodes.get(kind="au").identifier}
        )
        found = Unit(unescape(ADDRESS.search(response.content.decode())[1])).start()
        assert found.data["launchMode"] == "Browse"
        assert not Statement.objects.exists()
        assert Attempt.objects.get().mode == "preview"
