"""The addresses of people and their memberships."""

from django.urls import path

from luoshi.office.organisations import people_views as views

urlpatterns = [
    path("people/", views.index, name="people"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/edit", views.edit, name="person-edit"),
    path("people/<int:pk>/let-go", views.let_go, name="person-let-go"),
    path("organisations/<int:pk>/register", views.register, name="person-register"),
    path("memberships/<int:pk>/", views.membership, name="membership"),
    path("memberships/<int:pk>/leave", views.go_on_leave, name="membership-leave"),
    path("memberships/<int:pk>/return", views.come_back, name="membership-return"),
]
