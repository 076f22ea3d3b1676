"""The list of people and their form: names, address, roles."""

import django_filters
from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from accounts.domain.addresses import AddressRefused, clean_address
from accounts.domain.invitations import invitation_url
from accounts.domain.roles import roles_of, set_roles
from accounts.enums import RegionKind, Role, Scope
from accounts.models import DefinedRole, Region, User
from accounts.models.role import MADE_UP_ROLES
from accounts.rules import may_help
from accounts.signals import access_link_requested

NATIONAL = ((Role.NATIONAL_MANAGER, "is_national"), (Role.EDITOR, "is_editing"), (Role.AUDITOR, "is_auditing"))
REGIONAL = ((Role.REGIONAL_MANAGER, "managed"), (Role.TUTOR, "tutored"), (Role.LEARNER, "followed"), (Role.HOST, "hosted"))


def _regions() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Region.objects.filter(kind=RegionKind.REGION), required=False, widget=forms.CheckboxSelectMultiple
    )


def own_field(role: DefinedRole) -> str:
    return f"own_{role.code}"


class PersonForm(forms.ModelForm):
    """A person with their roles; `for_user` is the national manager at work."""

    is_national = forms.BooleanField(
        label=gettext_lazy("National manager"), required=False, help_text=gettext_lazy("Sees and does everything, in every region.")
    )
    is_editing = forms.BooleanField(
        label=gettext_lazy("Editor"), required=False, help_text=gettext_lazy("Writes the library and the pathways.")
    )
    is_auditing = forms.BooleanField(
        label=gettext_lazy("Auditor"), required=False, help_text=gettext_lazy("Reads and exports everything, changes nothing.")
    )
    managed, tutored, followed, hosted = _regions(), _regions(), _regions(), _regions()

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "phone", "is_active"]

    def __init__(self, *args, for_user=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.for_user = for_user
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["managed"].label = _("Regional manager of")
        self.fields["tutored"].label = _("Tutor or trainer in")
        self.fields["followed"].label = _("Learner in")
        self.fields["hosted"].label = _("Virtual-class host in")
        self.fields["hosted"].help_text = _("Acts in the sessions that name them: choose these on the page of each session.")
        self.fields["is_active"].help_text = _("Untick to close the account: the person can no longer sign in, results stay.")
        if self.instance.pk:
            held = roles_of(self.instance)
            self.initial["is_national"] = Role.NATIONAL_MANAGER in held
            self.initial["is_editing"] = Role.EDITOR in held
            self.initial["is_auditing"] = Role.AUDITOR in held
            self.initial.update({name: held.get(role, []) for role, name in REGIONAL})
        self.own_roles = list(DefinedRole.objects.filter(is_shipped=False))
        for role in self.own_roles:
            self._add_own(role)

    def _add_own(self, role: DefinedRole) -> None:
        """A role made in the back office: a box to tick, or the regions in which it is held."""
        held = roles_of(self.instance) if self.instance.pk else {}
        if role.scope == Scope.NATIONAL:
            field: forms.Field = forms.BooleanField(label=role.name, required=False, initial=role.code in held)
        else:
            field = _regions()
            field.label, field.initial = _("%(role)s in") % {"role": role.name}, held.get(role.code, [])
        field.help_text = role.description
        self.fields[own_field(role)] = field

    def clean_email(self) -> str:
        try:
            return clean_address(self.cleaned_data["email"])
        except AddressRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self):
        cleaned = super().clean()
        if self.for_user is not None and self.instance.pk == self.for_user.pk:
            if not cleaned.get("is_active"):
                self.add_error("is_active", _("You cannot close your own account."))
            if not cleaned.get("is_national") and not self.for_user.is_superuser:
                self.add_error("is_national", _("You cannot take this role from yourself: ask another national manager."))
        return cleaned

    def _post_clean(self) -> None:
        """A role that a sandbox does not let the person have is refused on the form."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self._check_sandboxes()

    def _check_sandboxes(self) -> None:
        given = {(role, region) for role, name in REGIONAL for region in self.cleaned_data[name]}
        within = {region.is_sandbox and role in MADE_UP_ROLES for role, region in given}
        others = [*(name for _role, name in NATIONAL), *(own_field(role) for role in self.own_roles)]
        within |= {False for name in others if self.cleaned_data[name]}
        if len(within) > 1:
            self.add_error(None, _("Nobody is a learner or tutor of a sandbox and something else elsewhere: choose one or the other."))
        elif self.instance.pk and within and within != {self.instance.is_made_up} and roles_of(self.instance):
            self.add_error(None, _("A real person stays one, and a made-up person too: make another account."))

    def save(self, commit: bool = True) -> User:
        if not self.instance.pk:
            self.instance.set_unusable_password()
        user = super().save(commit)
        chosen: list[tuple[str, str]] = [*NATIONAL, *REGIONAL, *((role.code, own_field(role)) for role in self.own_roles)]
        values = {role: self.cleaned_data[name] for role, name in chosen}
        national = [role for role, value in values.items() if value is True]
        set_roles(
            user=user,
            national=national,
            regional={role: value for role, value in values.items() if not isinstance(value, bool)},
            by=self.for_user,
        )
        return user


class PeopleFilterSet(WagtailFilterSet):
    role = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Role"), queryset=DefinedRole.objects.all(), to_field_name="code", method="holding"
    )
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"), queryset=lambda request: Region.objects.filter(kind=RegionKind.REGION), method="within"
    )

    class Meta:
        model = User
        fields = ["is_active"]

    def holding(self, queryset, name, role):
        return queryset.with_role(role)

    def within(self, queryset, name, region):
        return queryset.in_regions([region])


def reachable_by(user):
    """People a national manager may open: technical accounts only by their like."""
    return User.objects.all() if user.is_superuser else User.objects.filter(is_superuser=False)


class RolesColumn(Column):
    cell_template_name = "accounts/back_office/roles_cell.html"


class PeopleIndexView(generic.IndexView):
    page_title = gettext_lazy("People")
    export_table = "liste-personnes"
    add_item_label = gettext_lazy("Add a person")
    is_searchable = True
    default_ordering = "last_name"

    def get_base_queryset(self):
        return reachable_by(self.request.user).prefetch_related("assignments__region", "assignments__role")

    def search_queryset(self, queryset):
        return queryset.search(self.search_query) if self.is_searching else queryset


class WithPersonForm:
    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "for_user": self.request.user}


class PersonCreateView(WithPersonForm, generic.CreateView):
    page_title = gettext_lazy("Add a person")
    success_message = gettext_lazy("%(object)s has an account, and receives a link to choose a password.")

    def save_instance(self):
        user = super().save_instance()
        access_link_requested.send(sender=User, user=user, url=invitation_url(user), first=True)
        return user


class PersonEditView(WithPersonForm, generic.EditView):
    success_message = gettext_lazy("The account of %(object)s was changed.")

    def get_queryset(self):
        return reachable_by(self.request.user)

    @cached_property
    def header_more_buttons(self):
        found = super().header_more_buttons
        if may_help(self.request.user, self.object):
            address = reverse("accounts:way_in", args=[self.object.uid])
            found.append(Button(_("Help to sign in"), url=address, icon_name="key", priority=30))
        return found

    def get_object(self, queryset=None):
        return super().get_object(self.get_queryset())


class PeopleViewSet(ModelViewSet):
    model = User
    icon = "group"
    menu_label = gettext_lazy("People")
    menu_name = "people"
    menu_order = 600
    add_to_admin_menu = True
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    filterset_class = PeopleFilterSet
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "__str__",
        "email",
        Column("spoken_identifier", label=gettext_lazy("Identifier")),
        RolesColumn("roles", label=gettext_lazy("Roles")),
        StatusTagColumn(
            "is_active",
            label=gettext_lazy("State"),
            accessor=lambda user: _("Account open") if user.is_active else _("Account closed"),
            primary=lambda user: user.is_active,
        ),
    ]
    exclude_form_fields: list[str] = []

    def get_form_class(self, for_update: bool = False):
        return PersonForm
