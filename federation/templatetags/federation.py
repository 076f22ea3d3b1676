"""What other pages show of signing in through a provider."""

from django import template

from federation.models import FederatedIdentity, IdentityProvider

register = template.Library()
# With more of them, the sign-in page leads to a page where one finds one's own.
SHOWN = 3


@register.simple_tag
def ways_of_organisations() -> dict:
    """providers: those to show as buttons; many: whether there are too many for that."""
    found = list(IdentityProvider.objects.active().in_order()[: SHOWN + 1])
    return {"providers": found, "many": len(found) > SHOWN}


@register.simple_tag
def organisations_of_domain(address: object) -> list[IdentityProvider]:
    """Those that speak for the address that was typed."""
    written = str(address or "").strip().lower()
    if "@" not in written:
        return []
    return [one for one in IdentityProvider.objects.active().in_order() if one.speaks_for(written)]


@register.simple_tag
def identities_of(person) -> list[FederatedIdentity]:
    return list(FederatedIdentity.objects.filter(user=person).select_related("provider"))
