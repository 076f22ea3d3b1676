"""The learner's pages."""

from django.urls import path

from sessions.views import calendar, faq, learner, learner_sheets, learner_step

OWN = "espace/apprendre/<uuid:enrolment_id>/"

learner_urls = [
    path("espace/apprendre/", learner.home, name="home"),
    path("espace/questions/<uuid:session_id>/", faq.faq, name="faq"),
    path("espace/documents/", learner_sheets.documents, name="documents"),
    path("espace/calendrier/", calendar.my_calendar, name="my_calendar"),
    path("espace/calendrier/adresse/", calendar.address, name="calendar_address"),
    path("espace/calendrier.ics", calendar.of_person, name="calendar_all"),
    path("agenda/<slug:token>.ics", calendar.feed, name="calendar_feed"),
    path(OWN, learner.pathway, name="pathway"),
    path(OWN + "resultats/", learner.results, name="results"),
    path(OWN + "traces/", learner.traces, name="traces"),
    path(OWN + "calendrier.ics", calendar.of_training, name="calendar"),
    path(OWN + "calendrier/<slug:key>.ics", calendar.of_date, name="calendar_date"),
    path(OWN + "fiche/<int:sequence_id>.pdf", learner_sheets.sheet, name="summary_sheet"),
    path(OWN + "fiche/<int:sequence_id>/", learner_sheets.sheet_page, name="summary_sheet_page"),
    path(OWN + "fiche/<int:sequence_id>/document/<int:document_id>/", learner_sheets.document, name="sheet_document"),
    path(OWN + "etape/<int:step_id>/", learner_step.step, name="step"),
    path(OWN + "etape/<int:step_id>/<path:action>", learner_step.step, name="step_action"),
]
