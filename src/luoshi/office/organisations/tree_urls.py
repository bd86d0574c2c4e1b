"""The addresses of organisations."""

from django.urls import URLPattern, path

from luoshi.office.organisations import tree_views as views

urlpatterns: list[URLPattern] = [
    path("", views.tree, name="organisations"),
    path("list", views.as_list, name="organisation-list"),
    path("<int:pk>/", views.organisation, name="organisation"),
    path("<int:pk>/below", views.below, name="organisation-below"),
    path("<int:pk>/open", views.add, name="organisation-open"),
    path("<int:pk>/edit", views.edit, name="organisation-edit"),
    path("<int:pk>/hats", views.wear, name="organisation-hats"),
    *(path(f"<int:pk>/{move}", views.change, {"move": move}, name=f"organisation-{move}") for move in views.CHANGES),
]
