from sessions.urls_attendance import attendance_urls
from sessions.urls_learner import learner_urls
from sessions.urls_manager import manager_urls

app_name = "training_sessions"
urlpatterns = [*learner_urls, *attendance_urls, *manager_urls]
