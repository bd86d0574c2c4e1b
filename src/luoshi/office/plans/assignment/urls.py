"""The addresses of what was given out."""

from django.urls import path

from luoshi.office.plans.assignment import views

urlpatterns = [
    path("<int:pk>/", views.assignment, name="assignment"),
    path("<int:pk>/<slug:move>", views.move, name="assignment-move"),
]
