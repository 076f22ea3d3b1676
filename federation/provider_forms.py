"""Forms of those who run the platform: one provider, by OpenID Connect or by SAML."""

import re

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import RegionKind
from accounts.models import Region
from federation.domain import oidc
from federation.domain.certificates import last_day, read_certificates
from federation.domain.fetching import is_fit
from federation.domain.saml_metadata import MetadataRefused, fetch_metadata, read_metadata
from federation.domain.sealing import seal_secret
from federation.enums import Kind
from federation.models import IdentityProvider

# Anybody may have an address there: nobody can speak for them.
OPEN_DOMAINS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.fr",
        "hotmail.com",
        "hotmail.fr",
        "live.com",
        "live.fr",
        "msn.com",
        "yahoo.com",
        "yahoo.fr",
        "icloud.com",
        "me.com",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "neuf.fr",
        "bbox.fr",
        "laposte.net",
        "gmx.fr",
        "gmx.com",
        "proton.me",
        "protonmail.com",
        "aol.com",
    }
)
DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,}")
CLAIMS = ["email_claim", "first_name_claim", "last_name_claim", "subject_claim"]
COMMON = ["domains", "vouches", "may_open_accounts", *CLAIMS, "second_step_values", "is_active"]


def short_text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocapitalize": "none"})


class ProviderForm(forms.ModelForm):
    kind: Kind
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"),
        queryset=Region.objects.real().exclude(kind=RegionKind.NATIONAL),
        required=False,
        empty_label=gettext_lazy("The whole platform"),
        help_text=gettext_lazy("Only people whose every role is in this region can sign in with it. Empty: the whole platform."),
    )

    class Meta:
        model = IdentityProvider
        fields = ["name", "region", *COMMON]
        widgets = {"domains": short_text(2)}
        help_texts = {
            "domains": gettext_lazy(
                "What stands after the @ in the addresses of its people, one or several: example.fr. An account is recognised "
                "by its address only for these."
            ),
            "vouches": gettext_lazy(
                "Tick it only if people of the organisation cannot choose the address that it sends. Without it, the provider "
                "must say of each address that it was verified."
            ),
            "may_open_accounts": gettext_lazy(
                "Whoever has no account yet gets one, as a learner of the region and nothing else. Otherwise only people whom "
                "you invited can come in."
            ),
            "second_step_values": gettext_lazy(
                "Empty: whoever has a second step here is asked for it. Otherwise the words with which the provider says that "
                "it asked for one, such as mfa; your colleagues who run it know them."
            ),
        }
        labels = {
            "may_open_accounts": gettext_lazy("It may open accounts of learners"),
            "vouches": gettext_lazy("Its addresses are verified"),
            "is_active": gettext_lazy("Show the button on the sign-in page"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        self.fields["domains"].required = True
        self.fields["is_active"].help_text = ""
        for name in CLAIMS:
            self.fields[name].help_text = self.usual_names[name]

    usual_names: dict = {}

    def clean_domains(self) -> str:
        found = [word.lstrip("@").lower() for word in re.split(r"[\s,;]+", self.cleaned_data["domains"]) if word]
        for domain in found:
            if not DOMAIN.fullmatch(domain):
                raise forms.ValidationError(
                    _("“%(domain)s” is not a domain: write what stands after the @, such as example.fr."), params={"domain": domain}
                )
            if domain in OPEN_DOMAINS:
                raise forms.ValidationError(
                    _("Anybody can have an address at %(domain)s: no organisation can speak for it."), params={"domain": domain}
                )
        return " ".join(dict.fromkeys(found))

    def clean_second_step_values(self) -> str:
        return " ".join(re.split(r"[\s,;]+", self.cleaned_data["second_step_values"]))

    def save(self, commit: bool = True) -> IdentityProvider:
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance.name)
        return super().save(commit)

    @property
    def first_fields(self) -> list:
        """What says who the provider is and how it is reached, before the fields that both kinds share."""
        return [field for field in self if field.name not in COMMON]

    @property
    def rule_fields(self) -> list:
        return [self[name] for name in ("domains", "vouches", "may_open_accounts", "second_step_values", "is_active")]

    @property
    def claim_fields(self) -> list:
        return [self[name] for name in CLAIMS]

    @property
    def has_claims(self) -> bool:
        """Are there other names than the usual ones, or something to correct in them?"""
        return any(self[name].value() or self[name].errors for name in CLAIMS)


def free_slug(name: str) -> str:
    """The name in an address; it never changes, for the provider knows it."""
    wanted = slugify(name)[:50] or "organisme"
    taken = set(IdentityProvider.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(one for number in range(1, len(taken) + 2) if (one := wanted if number == 1 else f"{wanted}-{number}") not in taken)


class OidcForm(ProviderForm):
    kind = Kind.OIDC
    usual_names = {
        "email_claim": gettext_lazy("Usually email."),
        "first_name_claim": gettext_lazy("Usually given_name."),
        "last_name_claim": gettext_lazy("Usually family_name."),
        "subject_claim": gettext_lazy("Usually sub. It must never pass from one person to another."),
    }
    secret = forms.CharField(
        label=gettext_lazy("Secret"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        required=False,
        max_length=500,
        strip=True,
    )

    class Meta(ProviderForm.Meta):
        fields = ["name", "region", "issuer", "client_id", "secret", "scopes", *COMMON]
        labels = {**ProviderForm.Meta.labels, "issuer": gettext_lazy("Address of the provider")}
        help_texts = {
            **ProviderForm.Meta.help_texts,
            "issuer": gettext_lazy("With or without /.well-known/openid-configuration at its end."),
            "client_id": gettext_lazy("The name under which the provider knows this platform."),
            "scopes": gettext_lazy("What is asked for; it begins with openid."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].required = True
        if self.instance.sealed_secret:
            self.fields["secret"].help_text = _("Left empty, it stays as it is.")

    def clean_issuer(self) -> str:
        found = self.cleaned_data["issuer"].strip().removesuffix(oidc.WELL_KNOWN)
        if not is_fit(found):
            raise forms.ValidationError(_("Write the whole address, beginning with https://."))
        return found

    def clean_scopes(self) -> str:
        found = self.cleaned_data["scopes"].split()
        return " ".join(dict.fromkeys(["openid", *found]))

    def save(self, commit: bool = True) -> IdentityProvider:
        if self.cleaned_data["secret"]:
            self.instance.sealed_secret = seal_secret(self.cleaned_data["secret"])
        return super().save(commit)


class SamlForm(ProviderForm):
    kind = Kind.SAML
    usual_names = {
        "email_claim": gettext_lazy("Usually mail, or urn:oid:0.9.2342.19200300.100.1.3."),
        "first_name_claim": gettext_lazy("Usually givenName, or urn:oid:2.5.4.42."),
        "last_name_claim": gettext_lazy("Usually sn, or urn:oid:2.5.4.4."),
        "subject_claim": gettext_lazy("Usually the NameID. It must never pass from one person to another."),
    }
    metadata = forms.CharField(
        label=gettext_lazy("Metadata of the provider (XML)"), widget=short_text(6), required=False, max_length=200_000
    )

    class Meta(ProviderForm.Meta):
        fields = ["name", "region", "metadata_url", "metadata", *COMMON]
        help_texts = {
            **ProviderForm.Meta.help_texts,
            "metadata_url": gettext_lazy(
                "They are read when you save this page, and then only when you save it again: a certificate never changes behind your back."
            ),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metadata"].help_text = (
            _("Left empty, what was read before stays.") if self.instance.pk else _("Paste them here if they have no address.")
        )

    def clean(self):
        cleaned = super().clean()
        address, pasted = cleaned.get("metadata_url", ""), cleaned.get("metadata", "")
        if not address and not pasted and not self.instance.certificates:
            self.add_error("metadata", _("Give the metadata of the provider: their address, or paste them."))
        elif not self.errors and (pasted or address):
            try:
                self._take(read_metadata(pasted.encode()) if pasted else fetch_metadata(address))
            except MetadataRefused as refusal:
                self.add_error("metadata" if pasted else "metadata_url", str(refusal))
        return cleaned

    def _take(self, found) -> None:
        self.instance.issuer, self.instance.sign_in_url, self.instance.certificates = found.entity_id, found.sign_in_url, found.certificates
        self.instance.certificate_ends_at = last_day(read_certificates(found.certificates))


FORMS: dict[str, type[ProviderForm]] = {Kind.OIDC: OidcForm, Kind.SAML: SamlForm}
