from django.urls import path
from django.views.generic import RedirectView

from cms.views import display, gallery, health, help, media, site

app_name = "cms"
urlpatterns = [
    path("", site.home, name="home"),
    path("recherche/", site.search, name="search"),
    path("plan-du-site/", site.site_map, name="site_map"),
    path("taille-du-texte/", display.text_size, name="text_size"),
    path("components/", gallery.gallery, name="gallery"),
    path("brand.css", display.brand_stylesheet, name="brand_stylesheet"),
    path("favicon.svg", display.favicon, name="favicon"),
    path("favicon.ico", RedirectView.as_view(pattern_name="cms:favicon", permanent=True)),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    path("logiciel-libre/", site.software, name="software"),
    path("fil/actualites.xml", site.NewsFeed(), name="news_feed"),
    path("mode-d-emploi/", help.help_page, name="help"),
    path("mode-d-emploi/visite/<slug:name>/", help.tour, name="tour"),
    path("mode-d-emploi/visite/<slug:name>/vue/", help.tour_seen, name="tour_seen"),
    path("mode-d-emploi/fiches/<slug:name>/", help.guide, name="guide"),
    path("mode-d-emploi/images/<str:name>", help.guide_picture, name="guide_picture"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("media/<path:path>", media.picture, name="picture"),
]
