from django.urls import path

from privacy.views import audit, charge, mine, public

app_name = "privacy"
urlpatterns = [
    path("donnees-personnelles/", public.information, name="information"),
    path("donnees-personnelles/textes/<slug:slug>/", public.text, name="text"),
    path("donnees-personnelles/textes/<slug:slug>/<int:number>/", public.text_version, name="text_version"),
    path("compte/mes-donnees/", mine.mine, name="mine"),
    path("compte/mes-donnees/copies/nouvelle/", mine.archive_new, name="archive_new"),
    path("compte/mes-donnees/copies/<uuid:archive_id>/", mine.archive, name="archive"),
    path("compte/mes-donnees/copies/<uuid:archive_id>/fichier/", mine.archive_file, name="archive_file"),
    path("compte/mes-donnees/demande/<slug:kind>/", mine.ask, name="ask"),
    path("compte/mes-donnees/demandes/<int:pk>/retirer/", mine.ask_back, name="ask_back"),
    path("compte/mes-donnees/detail/<str:label>/", mine.mine_rows, name="mine_rows"),
    path("donnees-personnelles/demandes/", charge.requests, name="requests"),
    path("donnees-personnelles/demandes/<int:pk>/", charge.request_page, name="request"),
    path("donnees-personnelles/demandes/<int:pk>/fin/", charge.request_lift, name="request_lift"),
    path("donnees-personnelles/effacements/", charge.erasures, name="erasures"),
    path("donnees-personnelles/audit/", audit.audit, name="audit"),
    path("donnees-personnelles/durees/", charge.retention, name="retention"),
    path("donnees-personnelles/effacer/<uuid:uid>/", charge.erase_person, name="erase_person"),
]
