from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts.views.consents import consent_give, consent_owed, consent_withdraw, consents
from accounts.views.help import unlock_page, way_in, way_in_mend
from accounts.views.invitation import invitation, new_link, new_link_sent
from accounts.views.password import forced_change
from accounts.views.profile import profile
from accounts.views.registration import confirm_address, parent, register, registered
from accounts.views.review import role_review, role_review_begin, role_review_close, role_review_decide, role_reviews
from accounts.views.roles import role, role_delete, role_edit, role_matrix, role_new, roles
from accounts.views.security import security, session_end, sessions_end_others
from accounts.views.seen_as import see_as, see_as_end
from accounts.views.two_step import two_step, two_step_later
from accounts.views.workspace import workspace

app_name = "accounts"
urlpatterns = [
    path("espace/", workspace, name="workspace"),
    path("compte/invitation/<str:uidb64>/<str:token>/", invitation, name="invitation"),
    path("compte/creer/", register, name="register"),
    path("compte/creer/envoye/", registered, name="registered"),
    path("compte/confirmer/<str:token>/", confirm_address, name="confirm"),
    path("compte/accord-parental/<str:token>/", parent, name="parent"),
    # The library's own form would open accounts without any of this.
    path("compte/signup/", RedirectView.as_view(pattern_name="accounts:register")),
    path("compte/nouveau-lien/", new_link, name="new_link"),
    path("compte/nouveau-lien/envoye/", new_link_sent, name="new_link_sent"),
    path("compte/nouveau-mot-de-passe/", forced_change, name="forced_change"),
    path("compte/voir-comme/terminer/", see_as_end, name="see_as_end"),
    path("compte/voir-comme/<uuid:uid>/", see_as, name="see_as"),
    path("roles/", roles, name="roles"),
    path("roles/tableau/", role_matrix, name="role_matrix"),
    path("roles/nouveau/", role_new, name="role_new"),
    path("roles/role/<slug:code>/", role, name="role"),
    path("roles/role/<slug:code>/modifier/", role_edit, name="role_edit"),
    path("roles/role/<slug:code>/supprimer/", role_delete, name="role_delete"),
    path("roles/revues/", role_reviews, name="role_reviews"),
    path("roles/revues/ouvrir/", role_review_begin, name="role_review_begin"),
    path("roles/revues/<int:pk>/", role_review, name="role_review"),
    path("roles/revues/<int:pk>/clore/", role_review_close, name="role_review_close"),
    path("roles/revues/lignes/<int:pk>/", role_review_decide, name="role_review_decide"),
    path("compte/profil/", profile, name="profile"),
    path("compte/mes-consentements/", consents, name="consents"),
    path("compte/mes-consentements/<int:pk>/donner/", consent_give, name="consent_give"),
    path("compte/mes-consentements/<int:pk>/retirer/", consent_withdraw, name="consent_withdraw"),
    path("compte/textes-a-lire/", consent_owed, name="consent_owed"),
    path("compte/debloquer/<str:token>/", unlock_page, name="unlock"),
    path("compte/acces/<uuid:uid>/", way_in, name="way_in"),
    re_path(r"^compte/acces/(?P<uid>[0-9a-f-]{36})/(?P<action>unlock|second-step|password)/$", way_in_mend, name="way_in_mend"),
    path("compte/seconde-etape/", two_step, name="two_step"),
    path("compte/seconde-etape/plus-tard/", two_step_later, name="two_step_later"),
    path("compte/securite/", security, name="security"),
    path("compte/securite/appareils/<int:pk>/deconnecter/", session_end, name="session_end"),
    path("compte/securite/appareils/deconnecter-les-autres/", sessions_end_others, name="sessions_end_others"),
]
