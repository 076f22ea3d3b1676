"""Secrets of other systems: they must be sent again, so they are kept sealed."""

from functools import partial

from accounts.domain import sealing

PURPOSE = "lrs.sealing"
seal = partial(sealing.seal, purpose=PURPOSE)
unseal = partial(sealing.unseal, purpose=PURPOSE)
