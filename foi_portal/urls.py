"""Addresses of the portal. Public ones are few; everything else needs a sign-in."""

from django.conf import settings
from django.urls import include, path

from requests_app.views import entrance, health, log_feeds, working_days

urlpatterns = [
    path("", entrance.home, name="home"),
    path("robots.txt", log_feeds.robots, name="robots"),
    path("sitemap.xml", log_feeds.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", log_feeds.sitemap_section, name="sitemap-section"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("requests_app.urls.accounts")),
    path("people/", include("requests_app.urls.people")),
    path("working-days/", working_days.working_days, name="working-days"),
    path("disclosure-log/", include("requests_app.urls.disclosure_log")),
    path("api/", include("requests_app.urls.api")),
    path("statistics/", include("requests_app.urls.statistics")),
    path("requests/statistics/", include("requests_app.urls.staff_statistics")),
    path("requests/", include("requests_app.urls.requests")),
    path("library/", include("requests_app.urls.library")),
]

if settings.METRICS_TOKEN:
    urlpatterns.append(path("metrics", health.metrics_for_prometheus, name="metrics"))

handler400 = "requests_app.views.errors.bad_request"
handler403 = "requests_app.views.errors.forbidden"
handler404 = "requests_app.views.errors.not_found"
handler429 = "requests_app.views.errors.too_many"  # django-allauth's limits
handler500 = "requests_app.views.errors.server_error"
