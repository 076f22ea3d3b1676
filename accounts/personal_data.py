"""What the accounts hold on people, for the register (privacy.registry). Library models about accounts are declared here too."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare

SIGN_IN = _("Sign-in and its protection")

declare(
    PersonalData(
        "accounts.User",
        "",
        _("Identity, contact and settings of the person"),
        Basis.CONTRACT,
        Retention.ACCOUNT,
        fate=Fate.OWN,
        hidden=("password", "search_text"),
    ),
    PersonalData("accounts.RoleAssignment", "user", _("What the person may do, and who allowed it"), Basis.CONTRACT, Retention.ACCOUNT),
    PersonalData("accounts.DefinedRole", "created_by", _("Who made a role"), Basis.INTEREST, Retention.EDITORIAL, author_only=True),
    PersonalData("accounts.ConnectionDay", "user", _("Time spent on the platform, per day"), Basis.OBLIGATION, Retention.EVIDENCE),
    PersonalData(
        "accounts.RoleReview", "started_by", _("Who began a review of roles"), Basis.OBLIGATION, Retention.EVIDENCE, author_only=True
    ),
    PersonalData(
        "accounts.RoleReviewLine", "user", _("Roles held, reviewed each year, and what was decided"), Basis.OBLIGATION, Retention.EVIDENCE
    ),
    PersonalData(
        "accounts.Registration",
        "",
        _("What was written to open an account, until the address is confirmed or a parent has answered"),
        Basis.CONSENT,
        Retention.REGISTRATION,
        address="email",
        hidden=("password",),
    ),
    PersonalData(
        "accounts.ParentalConsent",
        "user",
        _("Agreement of a parent to the account of a minor, with the date of birth that asked for it"),
        Basis.CONSENT,
        Retention.ACCOUNT,
    ),
    PersonalData(
        "accounts.OpenSession",
        "user",
        _("Sessions in which the person is signed in: device, address, last use"),
        Basis.INTEREST,
        Retention.ACCOUNT,
        hidden=("key",),
    ),
    PersonalData(
        "accounts.AccountEvent",
        "user",
        _("Journal of sign-ins and of changes to the way into the account"),
        Basis.INTEREST,
        Retention.ACCOUNT,
    ),
    PersonalData("account.EmailAddress", "user", SIGN_IN, Basis.CONTRACT, Retention.ACCOUNT, title=_("addresses to sign in with")),
    PersonalData("account.EmailConfirmation", "email_address__user", SIGN_IN, Basis.CONTRACT, Retention.ACCOUNT, hidden=("key",)),
    PersonalData(
        "mfa.Authenticator", "user", SIGN_IN, Basis.INTEREST, Retention.ACCOUNT, hidden=("data",), title=_("second steps of signing in")
    ),
)
