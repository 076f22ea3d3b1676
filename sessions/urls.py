from django.urls import path

from sessions.urls_attendance import attendance_urls
from sessions.urls_learner import learner_urls
from sessions.urls_manager import manager_urls
from sessions.views import interest

public_urls = [
    path("je-suis-interesse/<int:pathway_id>/", interest.interest, name="interest"),
    path("je-suis-interesse/<int:pathway_id>/envoye/", interest.interest_sent, name="interest_sent"),
]

app_name = "training_sessions"
urlpatterns = [*learner_urls, *attendance_urls, *manager_urls, *public_urls]
