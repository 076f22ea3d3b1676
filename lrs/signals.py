"""What the journal of learning received.

statements_stored: sent after commit, for statements that the platform itself wrote. Arguments: statement_ids (list of
UUIDs). It can be lost: whoever listens has a reconcile function.

cmi5_session_changed: sent inside the transaction that stores what the unit of a cmi5 session said, or ends the session.
Arguments: session (Cmi5Session, locked and up to date), happened (tuple of lrs.cmi5.session.Happened, in the order of their
timestamps: the cmi5 defined statements; empty when the platform abandoned it), progress (the latest percent told in the
request, in a "cmi5 allowed" statement too; None when none was). A receiver that raises undoes the statements.

launch_statements_stored: sent inside the transaction that stores what content said under the pass of a launch that is no cmi5
session. Arguments: credential, statements (list of Statement: those that were not here before). A receiver that raises undoes
the statements.
"""

from django.dispatch import Signal

statements_stored = Signal()
cmi5_session_changed = Signal()
launch_statements_stored = Signal()
