"""What happened to accounts.

access_link_requested: sent within the transaction when someone without a working link asked for a new one and the
address has an open account, or when someone in charge asked for it. Arguments: user, url (absolute), first (bool: no
password was chosen yet).
account_locked: sent within the transaction when too many wrong passwords locked the way into an account. Arguments: user,
url (absolute, unlocks).
"""

from django.dispatch import Signal

access_link_requested = Signal()
account_locked = Signal()
