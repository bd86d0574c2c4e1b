"""The addresses of chasing."""

from django.urls import path

from luoshi.office.plans.chasing import views

urlpatterns = [
    path("chasing/", views.chasing, name="chasing"),
    path("chasing/all", views.chasers, name="chasers"),
    path("chasing/proposed", views.proposed, name="chasers-proposed"),
    path("chasing/silent", views.silent, name="chasing-silent"),
    path("chasing/<int:pk>/", views.chaser, name="chaser"),
    path("chasing/<int:pk>/decide", views.decide, name="chaser-decide"),
    path("chasing/<int:pk>/answer", views.answer, name="chaser-answer"),
    path("chasing/<int:pk>/paper", views.paper, name="chaser-paper"),
    path("plans/<int:pk>/chasing", views.plan_chasing, name="plan-chasing"),
]
