"""The description of the endpoint (OpenAPI), and thousands of requests made from it: what it says is what happens."""

import json
from functools import cache

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIRequest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, SchemathesisConfig
from schemathesis.specs.openapi import checks

from lrs.endpoint import dispatch
from lrs.endpoint.description import description
from tests.lrs.machine import Machine

pytestmark = pytest.mark.requirement("CMA-2.22")
EXAMPLES = 8
TRIED = [
    (path, method, mode)
    for path, methods in json.loads(description())["paths"].items()
    for method, operation in methods.items()
    # Where nothing can be said, nothing can be said wrongly.
    for mode in (("positive", "negative") if "parameters" in operation else ("positive",))
]
# What every answer has to be, whatever was asked.
KEPT = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


def application(environ, start_response):
    """The endpoint as a server calls it, on the connection of the test."""
    answer = dispatch.answer(WSGIRequest(environ))
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return answer


@cache
def schema():
    config = SchemathesisConfig()
    config.generation = GenerationConfig()
    return schemathesis.openapi.from_dict(json.loads(description()), config=config)


@pytest.mark.parametrize(("path", "method", "mode"), TRIED)
def test_what_it_says_is_what_happens(path, method, mode, tool: Machine):
    """positive: requests as described. negative: each breaks the description in some place, and has to be refused."""
    operation = schema()[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
    def ask(case):
        for name, value in (("Authorization", tool.authorization), ("X-Experience-API-Version", tool.version)):
            case.headers.setdefault(name, value)
        if mode == "negative":
            # A precondition that fails is answered before what is wrong is looked at.
            case.headers.pop("If-Match", None)
        case.validate_response(case.call(app=application), checks=KEPT)

    ask()
