"""/admin/modules/: the packages' screens in the back office."""

from django.urls import path

from courses.views import package_upload, packages

app_name = "packages"
urlpatterns = [
    path("", packages.PackageIndex.as_view(), name="index"),
    path("resultats/", packages.PackageIndex.as_view(results_only=True), name="index_results"),
    path("ajouter/", package_upload.PackageAdd.as_view(), name="add"),
    path("<int:pk>/", packages.PackageDetail.as_view(), name="detail"),
    path("<int:pk>/etat/", packages.PackageState.as_view(), name="state"),
    path("<int:pk>/remplacer/", package_upload.PackageReplace.as_view(), name="replace"),
    path("<int:pk>/renommer/", packages.PackageRename.as_view(), name="rename"),
    path("<int:pk>/regle/", packages.PackageRule.as_view(), name="rule"),
    path("<int:pk>/supprimer/", packages.PackageDelete.as_view(), name="delete"),
    path("<int:pk>/creer-la-page/", packages.PackageDraftPage.as_view(), name="draft_page"),
    path("<int:pk>/telecharger/<int:number>/", packages.PackageDownload.as_view(), name="download"),
]
