"""What the content origin answers: the player of a launched package, its commits, its files; the token of a launched unit."""

from django.urls import path

from courses.views import content, package_files, units

app_name = "content"
urlpatterns = [
    path("lecture/<str:token>/", content.player, name="player"),
    path("lecture/<str:token>/ouvrir/", content.open_part, name="open"),
    path("lecture/<str:token>/naviguer/", content.go, name="navigate"),
    path("lecture/<str:token>/commit/", content.take_commit, name="commit"),
    path("lecture/<str:token>/reprendre/", content.restore_commit, name="restore"),
    path("lecture/<str:token>/fichiers/<path:name>", package_files.package_file, name="file"),
    path("cmi5/<str:token>/jeton/", units.fetch, name="fetch"),
    path("cmi5/<str:token>/retour/", units.come_back, name="return"),
]
