"""Secrets of clients: they must be sent again, so they are kept sealed."""

from functools import partial

from accounts.domain import sealing

PURPOSE = "federation.secret"
seal_secret = partial(sealing.seal, purpose=PURPOSE)
unseal_secret = partial(sealing.unseal, purpose=PURPOSE)
