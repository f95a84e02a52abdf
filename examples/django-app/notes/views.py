import json

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from .models import Note


@require_GET
def index(request):
    return render(request, "notes/index.html", {"notes": Note.objects.all()[:20]})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def notes(request):
    if request.method == "GET":
        return JsonResponse({"notes": [note.document() for note in Note.objects.all()[:20]]})
    try:
        text = json.loads(request.body)["text"]
    except (ValueError, KeyError, TypeError):
        text = None
    if not isinstance(text, str) or not 1 <= len(text) <= 200:
        return JsonResponse({"error": "text (expected: a string of 1 to 200 characters)"}, status=400)
    return JsonResponse(Note.objects.create(text=text).document(), status=201)


@require_GET
def note(request, number):
    found = Note.objects.filter(pk=number).first()
    if found is None:
        return JsonResponse({"error": "no note %d" % number}, status=404)
    return JsonResponse(found.document())
