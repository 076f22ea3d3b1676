from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.back_office.menu import PermittedItem
from lrs.back_office.clients import client, client_form, clients, credential_revoke
from lrs.back_office.exports import export_file, exports
from lrs.back_office.journal import JournalView, statement
from lrs.back_office.targets import figures, target_form, target_retry, targets
from lrs.permissions import MANAGE_STORE, READ_JOURNAL


@hooks.register("register_reports_menu_item")
def journal_item():
    return PermittedItem(
        READ_JOURNAL, _("Journal of learning"), reverse("lrs_journal"), name="learning-journal", icon_name="history", order=100
    )


@hooks.register("register_settings_menu_item")
def clients_item():
    return PermittedItem(
        MANAGE_STORE, _("Record store: tools"), reverse("lrs_clients"), name="record-store-tools", icon_name="key", order=900
    )


@hooks.register("register_settings_menu_item")
def targets_item():
    return PermittedItem(
        MANAGE_STORE,
        _("Record store: stores to feed"),
        reverse("lrs_targets"),
        name="record-store-targets",
        icon_name="resubmit",
        order=910,
    )


@hooks.register("register_admin_urls")
def journal_urls():
    return [
        path("journal/", JournalView.as_view(), name="lrs_journal"),
        path("journal/results/", JournalView.as_view(results_only=True), name="lrs_journal_results"),
        path("journal/chiffres/", figures, name="lrs_figures"),
        path("journal/exports/", exports, name="lrs_exports"),
        path("journal/exports/<int:pk>/", export_file, name="lrs_export_file"),
        path("journal/outils/", clients, name="lrs_clients"),
        path("journal/outils/nouveau/", client_form, name="lrs_client_new"),
        path("journal/outils/<int:pk>/", client, name="lrs_client"),
        path("journal/outils/<int:pk>/modifier/", client_form, name="lrs_client_edit"),
        path("journal/outils/<int:pk>/identifiants/<int:credential_pk>/revoquer/", credential_revoke, name="lrs_credential_revoke"),
        path("journal/transferts/", targets, name="lrs_targets"),
        path("journal/transferts/nouveau/", target_form, name="lrs_target_new"),
        path("journal/transferts/<int:pk>/", target_form, name="lrs_target"),
        path("journal/transferts/<int:pk>/reessayer/", target_retry, name="lrs_target_retry"),
        path("journal/<uuid:statement_id>/", statement, name="lrs_statement"),
    ]
