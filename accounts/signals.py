"""What happened to accounts.

access_link_requested: sent within the transaction when someone without a working link asked for a new one and the
address has an open account, or when someone in charge asked for it. Arguments: user, url (absolute), first (bool: no
password was chosen yet).
registration_asked: sent within the transaction when an address is to be confirmed. Arguments: registration, url (absolute).
address_taken: the same for an address that has an account. Arguments: user, url (absolute, how to get in), key.
parent_asked: the address of a minor is confirmed, and a parent is to agree. Arguments: registration, url (absolute).
parent_decided: a parent answered. Arguments: registration (deleted by now, its values still there), agreed (bool), url.
registration_gone: nothing is kept of a registration any more, within the transaction. Argument: key (its number).
account_locked: sent within the transaction when too many wrong passwords locked the way into an account. Arguments: user,
url (absolute, unlocks).
"""

from django.dispatch import Signal

access_link_requested = Signal()
account_locked = Signal()
registration_asked = Signal()
address_taken = Signal()
parent_asked = Signal()
parent_decided = Signal()
registration_gone = Signal()
