"""The card of unread messages on a learner's home."""

from functools import partial

from messaging.api import unread_conversations

SHOWN = 3


def unread_card(enrolments: list) -> dict:
    """conversations: asked for by the card only when the page's header has found news, so that a quiet home costs no query."""
    return {"conversations": partial(unread_conversations, enrolments[0].user_id, SHOWN)} if enrolments else {}
