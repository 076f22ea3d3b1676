"""The clock of the demonstration: what is written within a block is dated as if it were another moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Attempt
from demo.clock import at
from forum.domain.posting import start_thread


@pytest.mark.django_db
def test_rows_are_dated_by_the_story_and_not_by_the_day_it_is_told(cast):
    moment = timezone.now() - timedelta(hours=3)
    with at(moment), at(moment + timedelta(hours=1)):
        thread = start_thread(session=cast.session, author=cast.owner, title="Bonjour", text="À tous")
        attempt = Attempt.objects.create(
            user=cast.owner, registration=cast.enrolment.registration, activity=cast.pathway.sequences.get().steps.first().activity
        )
    assert {thread.created_at, thread.posts.get().created_at, attempt.started_at} == {moment + timedelta(hours=1)}
    thread = start_thread(session=cast.session, author=cast.owner, title="Bonjour", text="Encore")
    assert timezone.now() - thread.posts.get().created_at < timedelta(minutes=1)
