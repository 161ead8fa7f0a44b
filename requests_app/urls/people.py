"""Addresses of the people who may come in, for administrators."""

from django.urls import path

from requests_app.views import people

urlpatterns = [
    path("", people.people, name="people"),
    path("new/", people.person_new, name="person-new"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/close/", people.person_close, name="person-close"),
    path("<int:pk>/open/", people.person_open, name="person-open"),
    path(
        "<int:pk>/reset-second-factor/",
        people.person_reset_second_factor,
        name="person-reset-second-factor",
    ),
    path("<int:pk>/send-link/", people.person_send_link, name="person-send-link"),
]
