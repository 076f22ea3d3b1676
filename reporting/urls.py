from django.urls import path

from reporting.views import boards, exports, saved, sessions, tables, visits

SESSION = "rapports/sessions/<uuid:session_id>/"
REPORT = "rapports/<uuid:report_id>/"
EXPORT = "rapports/exports/<uuid:export_id>/"

app_name = "reporting"
urlpatterns = [
    path("region/tableau-de-bord/", boards.region, name="region"),
    path("national/", boards.national, name="national"),
    path("rapports/", tables.home, name="home"),
    path("rapports/suivi/", tables.matrix, name="matrix"),
    path("rapports/visites/", visits.visits, name="visits"),
    path("rapports/tableaux/<slug:name>/", tables.table, name="table"),
    path(SESSION, sessions.session, name="session"),
    path(SESSION + "etapes/", sessions.session_steps, name="session_steps"),
    path(SESSION + "presence/", sessions.session_attendance, name="session_attendance"),
    path("rapports/nouveau/", saved.report_new, name="report_new"),
    path(REPORT, saved.report, name="report"),
    path(REPORT + "modifier/", saved.report_edit, name="report_edit"),
    path(REPORT + "retirer/", saved.report_remove, name="report_remove"),
    path("rapports/exports/", exports.exports, name="exports"),
    path("rapports/exports/nouveau/", exports.export_new, name="export_new"),
    path(EXPORT, exports.export, name="export"),
    path(EXPORT + "fichier/", exports.export_file, name="export_file"),
]
