from django.urls import path

from forum.views import faq, moderation, threads, writing

app_name = "forum"
THREAD, POST = "sujets/<uuid:thread_id>/", "messages/<int:post_id>/"
urlpatterns = [
    path("<uuid:session_id>/", threads.session, name="session"),
    path("<uuid:session_id>/nouveau/", threads.new_thread, name="new_thread"),
    path("<uuid:session_id>/tout-lu/", writing.read_all, name="read_all"),
    path("<uuid:session_id>/signalements/", moderation.reports, name="reports"),
    path(THREAD, threads.thread, name="thread"),
    path(THREAD + "non-lu/", threads.unread, name="unread"),
    path(THREAD + "suivi/", writing.follow_thread, name="follow"),
    path(THREAD + "etat/", moderation.thread_state, name="thread_state"),
    path(THREAD + "modifier/", moderation.amend_thread, name="amend_thread"),
    path(THREAD + "questions-frequentes/", faq.faq, name="faq"),
    path(POST, threads.message, name="message"),
    path(POST + "modifier/", writing.edit_post, name="edit_post"),
    path(POST + "retirer/", writing.take_back_post, name="take_back"),
    path(POST + "retenir/", writing.keep, name="keep"),
    path(POST + "signaler/", writing.report_post, name="report"),
    path(POST + "signalements/classer/", moderation.close_reports, name="close_reports"),
    path(POST + "masquer/", moderation.hide_post, name="hide"),
    path(POST + "retablir/", moderation.restore_post, name="restore"),
    path(POST + "versions/", moderation.history, name="history"),
]
