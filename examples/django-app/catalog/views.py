import json

from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from catalog.models import Product, fill_if_new


@require_GET
def index(request):
    fill_if_new()
    context = {"products": Product.objects.order_by("pk"), "title": "Django shop"}
    return render(request, "catalog/index.html", context)


@require_GET
def products(request):
    fill_if_new()
    found = Product.objects.filter(name__icontains=request.GET.get("q", "")).order_by("pk")
    return JsonResponse([product.as_json() for product in found], safe=False)


@require_GET
def product(request, product_id):
    fill_if_new()
    return JsonResponse(get_object_or_404(Product, pk=product_id).as_json())


@csrf_exempt
@require_POST
def order(request):
    fill_if_new()
    try:
        counts = {line["product"]: line["count"] for line in json.loads(request.body)["lines"]}
    except (ValueError, KeyError, TypeError) as error:
        return HttpResponseBadRequest("no order: %r" % error)
    ordered = Product.objects.in_bulk(counts)
    total = sum(ordered[key].cents * count for key, count in counts.items() if key in ordered)
    return JsonResponse({"total_cents": total}, status=201)
