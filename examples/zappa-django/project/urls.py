import django
from django.http import JsonResponse
from django.urls import path


def index(request):
    return JsonResponse({"hello": "world", "django": django.get_version()})


def greet(request, name):
    word = request.GET.get("word", "hello")
    return JsonResponse({"greeting": "%s, %s" % (word, name), "path": request.path})


urlpatterns = [path("", index), path("greet/<str:name>", greet)]
