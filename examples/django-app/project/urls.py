from django.urls import path

from notes import views

urlpatterns = [
    path("", views.index, name="index"),
    path("api/notes", views.notes, name="notes"),
    path("api/notes/<int:number>", views.note, name="note"),
]
