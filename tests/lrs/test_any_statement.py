"""Statements of every shape come back equal; broken in one place, they are refused and nothing of their batch is stored."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrs.models import Statement
from lrs.validation import V1, V2, Invalid, check_statement
from tests.lrs.machine import statement
from tests.lrs.shapes import BAD, broken, places_of, statements, with_unknown_key

pytestmark = pytest.mark.requirement("CMA-2.22")
QUICK = settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
# Objects whose keys are languages or extensions take any key of that kind: "mood" is a well-formed language.
FREE = {"display", "name", "description", "extensions"}


@pytest.mark.parametrize("version", [V1, V2])
@QUICK
@given(data=st.data())
def test_every_valid_shape_passes_and_no_broken_one_does(version, data):
    whole = data.draw(statements(version))
    check_statement(whole, version)
    ways = places_of(whole)
    way = data.draw(st.sampled_from(ways))
    for bad in BAD:
        wrong = broken(whole, way, bad)
        if wrong is not None:
            with pytest.raises(Invalid):
                check_statement(wrong, version)
    objects = [(), *(one for one in ways if isinstance(_at(whole, one), dict) and one[-1] not in FREE)]
    with pytest.raises(Invalid):
        check_statement(with_unknown_key(whole, data.draw(st.sampled_from(objects))), version)


def _at(value, way: tuple):
    for name in way:
        value = value[name]
    return value


def test_they_come_back_equal_and_broken_batches_leave_nothing(both):
    """One database for all: a batch of every shape goes in and comes out; with one broken member nothing is stored."""

    @settings(QUICK, max_examples=15)
    @given(data=st.data())
    def check(data):
        for tool in both:
            batch = data.draw(st.lists(statements(tool.version), min_size=1, max_size=3))
            batch = [{**one, "id": str(uuid4())} for one in batch]
            answer = tool.post(batch)
            assert answer.status_code == 200, answer.text
            for one in batch:
                kept = tool.get(statementId=one["id"]).json()
                assert {name: kept[name] for name in one} == one
            before = Statement.objects.count()
            whole = data.draw(statements(tool.version))
            wrong = broken(whole, data.draw(st.sampled_from(places_of(whole))), None)
            assert tool.post([statement(), wrong]).status_code == 400
            assert Statement.objects.count() == before

    check()
