from django.urls import path

from messaging.views import conversations, mailbox, notices, reports

app_name = "messaging"
urlpatterns = [
    path("dev/mails/", mailbox.mails, name="mails"),
    path("dev/mails/<str:name>/", mailbox.mail, name="mail"),
    path("dev/mails/<str:name>/html/", mailbox.mail_html, name="mail_html"),
    path("dev/mails/<str:name>/pieces/<int:number>/", mailbox.mail_attachment, name="mail_attachment"),
    path("messages/avis/", notices.notices, name="notices"),
    path("messages/avis/lus/", notices.notices_read, name="notices_read"),
    path("messages/avis/<int:notice_id>/", notices.notice, name="notice"),
    path("messages/", conversations.conversations, name="conversations"),
    path("messages/ecrire/", conversations.contacts, name="contacts"),
    path("messages/ecrire/assistance/", conversations.write_to_help, name="write_help"),
    path("messages/ecrire/region/<int:region_id>/", conversations.write_to_region, name="write_region"),
    path("messages/ecrire/region/<int:region_id>/<uuid:uid>/", conversations.write_as_region, name="write_as_region"),
    path("messages/ecrire/<uuid:uid>/", conversations.write_to_person, name="write"),
    path("messages/signalements/", reports.reports, name="reports"),
    path("messages/signalements/<int:report_id>/", reports.report_page, name="report_page"),
    path("messages/signaler/<int:message_id>/", reports.report_message, name="report"),
    path("messages/fichiers/<uuid:file_id>/", conversations.file, name="file"),
    path("messages/<uuid:conversation_id>/", conversations.conversation, name="conversation"),
    path("messages/<uuid:conversation_id>/bloquer/", conversations.block_person, name="block"),
    path("compte/notifications/", notices.choices, name="choices"),
]
