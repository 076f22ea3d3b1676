from django.urls import path

from tutoring.views import comments, desk, files, grading, learners, modules, publishing

app_name = "tutoring"
urlpatterns = [
    path("", desk.home, name="home"),
    path("a-corriger/", desk.grading_list, name="to_grade"),
    path("a-relancer/", desk.reminder_list, name="to_remind"),
    path("a-repondre/", desk.reply_list, name="to_answer"),
    path("apprenants/", desk.learner_list, name="learners"),
    path("sessions/<uuid:session_id>/", learners.session, name="session"),
    path("sessions/<uuid:session_id>/ecrire/", learners.write_to_all, name="write_to_all"),
    path("apprenants/<uuid:enrolment_id>/", learners.learner, name="learner"),
    path("apprenants/<uuid:enrolment_id>/ecrire/", learners.write, name="write"),
    path("apprenants/<uuid:enrolment_id>/modules/<int:step_id>/", modules.module, name="module"),
    path("apprenants/<uuid:enrolment_id>/modules/<int:step_id>/dispenser/", modules.waive, name="waive"),
    path("apprenants/<uuid:enrolment_id>/modules/<int:step_id>/fermer/", modules.abandon, name="abandon"),
    path("corriger/<uuid:submission_id>/", grading.grading, name="grading"),
    path("corriger/<uuid:submission_id>/rouvrir/", grading.reopen_grade, name="reopen"),
    path("corriger/<uuid:submission_id>/fichiers/<uuid:file_id>/", files.handed_in_file, name="file"),
    path("corriger/<uuid:submission_id>/retour/", files.feedback_file, name="feedback_file"),
    path("publier/", publishing.publish_all, name="publish_all"),
    path("commentaires/", comments.comments, name="comments"),
    path("commentaires/<int:comment_id>/retirer/", comments.forget, name="forget_comment"),
]
