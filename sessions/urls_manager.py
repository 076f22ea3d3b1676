"""The pages of those who run sessions, and the public verification of certificates."""

from django.urls import path

from sessions.views import (
    certificates,
    convocations,
    manager_builder,
    manager_documents,
    manager_events,
    manager_interests,
    manager_people,
    manager_region,
    manager_roles,
    manager_session,
    sandbox,
)

SESSION = "region/sessions/<uuid:session_id>/"
EVENT = SESSION + "dates/<int:event_id>/"
ENROLMENT = "region/inscriptions/<uuid:enrolment_id>/"
PERSON = "region/personnes/<uuid:uid>/"

SANDBOX = "region/bac-a-sable/<slug:code>/"

manager_urls = [
    path("region/", manager_region.region, name="region"),
    path(SANDBOX, sandbox.sandbox, name="sandbox"),
    path(SANDBOX + "travail/", sandbox.sandbox_work, name="sandbox_work"),
    path(SANDBOX + "lettres/<int:notice_id>/", sandbox.sandbox_letter, name="sandbox_letter"),
    path("region/sessions/", manager_region.sessions, name="sessions"),
    path("region/sessions/nouvelle/", manager_builder.session_new, name="session_new"),
    path(SESSION, manager_session.session, name="session"),
    path(SESSION + "modifier/", manager_builder.session_edit, name="session_edit"),
    path(SESSION + "confirmer/", manager_builder.session_confirm, name="session_confirm"),
    path(SESSION + "roles/", manager_roles.session_roles, name="session_roles"),
    path(SESSION + "annuler/", manager_builder.session_cancel, name="session_cancel"),
    path(SESSION + "inscrire/", manager_session.session_enrol, name="session_enrol"),
    path(SESSION + "inscrire-une-liste/", manager_session.session_enrol_list, name="session_enrol_list"),
    path(SESSION + "apprenants/", manager_session.session_learners, name="session_learners"),
    path(SESSION + "ecrire/", manager_session.session_write, name="session_write"),
    path(SESSION + "dates/", manager_events.session_dates, name="session_dates"),
    path(SESSION + "dates/nouvelle/", manager_events.event_new, name="event_new"),
    path(EVENT, manager_events.event_edit, name="event_edit"),
    path(EVENT + "retirer/", manager_events.event_remove, name="event_remove"),
    path(SESSION + "documents/", manager_documents.session_documents, name="session_documents"),
    path(SESSION + "convocations/", convocations.send, name="convocations_send"),
    path(SESSION + "certificats/", manager_documents.archive_new, name="archive_new"),
    path(SESSION + "certificats/<uuid:archive_id>/", manager_documents.archive, name="archive"),
    path(SESSION + "certificats/<uuid:archive_id>/certificats.zip", manager_documents.archive_file, name="archive_file"),
    path(ENROLMENT, manager_session.enrolment, name="enrolment"),
    path(ENROLMENT + "etat/", manager_session.enrolment_state, name="enrolment_state"),
    path(ENROLMENT + "certificat/", manager_documents.certificate_issue, name="certificate_issue"),
    path("region/demandes/", manager_interests.interests, name="interests"),
    path("region/demandes/<int:pk>/", manager_interests.interest, name="interest_page"),
    path("region/demandes/<int:pk>/contact/", manager_interests.interest_called, name="interest_called"),
    path("region/demandes/<int:pk>/inscrire/", manager_interests.interest_enrol, name="interest_enrol"),
    path("region/demandes/<int:pk>/refuser/", manager_interests.interest_decline, name="interest_decline"),
    path("region/personnes/", manager_people.people, name="people"),
    path("region/personnes/tuteur/", manager_people.tutor_new, name="tutor_new"),
    path(PERSON, manager_people.person, name="person"),
    path(PERSON + "corriger/", manager_people.person_edit, name="person_edit"),
    path(PERSON + "inviter/", manager_people.person_invite, name="person_invite"),
    path(PERSON + "role/", manager_people.person_role, name="person_role"),
    path("espace/apprendre/<uuid:enrolment_id>/convocation.pdf", convocations.pdf, name="convocation"),
    path("espace/apprendre/<uuid:enrolment_id>/convocation/", convocations.page, name="convocation_page"),
    path("espace/apprendre/<uuid:enrolment_id>/certificat.pdf", certificates.certificate, name="certificate"),
    path("espace/apprendre/<uuid:enrolment_id>/certificat/", certificates.certificate_page, name="certificate_page"),
    path("certificat/", certificates.verify_form, name="verify_form"),
    path("certificat/<str:code>/", certificates.verify, name="verify"),
]
