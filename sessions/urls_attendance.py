"""Attendance sheets: kept by tutors, trainers and managers, signed by learners."""

from django.urls import path

from sessions.views import attendance, attendance_sheet, learner_signing, paper, signing

SHEET = "emargement/<uuid:session_id>/<int:event_id>/"
PAPER = SHEET + "papier/<uuid:paper_id>/"

attendance_urls = [
    path("emargement/", attendance.sheets, name="attendance"),
    path(SHEET, attendance.event_presence, name="event_presence"),
    path(SHEET + "corriger/<uuid:enrolment_id>/", attendance.correct, name="presence_correct"),
    path(SHEET + "code/", signing.code, name="signing_code"),
    path(SHEET + "signer/", signing.trainer, name="trainer_signs"),
    path(SHEET + "signer/<uuid:enrolment_id>/", signing.learner, name="learner_signs"),
    path(SHEET + "signatures/<uuid:signature_id>.png", signing.picture, name="signature_picture"),
    path(SHEET + "signatures/<uuid:signature_id>/ecarter/", signing.set_aside, name="signature_set_aside"),
    path(SHEET + "feuille/", attendance_sheet.page, name="sheet_page"),
    path(SHEET + "feuille.pdf", attendance_sheet.kept, name="sheet_pdf"),
    path(SHEET + "feuille-a-signer.pdf", attendance_sheet.blank, name="sheet_blank"),
    path(SHEET + "papier/", paper.new, name="paper_new"),
    path(PAPER, paper.paper, name="paper"),
    path(PAPER + "remplacer/", paper.replace, name="paper_replace"),
    path(PAPER + "retirer/", paper.withdraw, name="paper_withdraw"),
    path(PAPER + "<int:number>/", paper.page_file, name="paper_page"),
    path("espace/emarger/", learner_signing.choose, name="sign"),
    path("espace/apprendre/<uuid:enrolment_id>/emargement/<int:event_id>/", learner_signing.sign, name="sign_event"),
]
