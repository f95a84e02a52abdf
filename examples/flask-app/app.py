"""A small shop on Flask: a page, a JSON API, and their handler for Lambda."""

from apig_wsgi import make_lambda_handler
from flask import Flask, abort, jsonify, render_template, request

app = Flask(__name__)

PRODUCTS = {
    1: {"id": 1, "name": "Freezer bags", "cents": 299},
    2: {"id": 2, "name": "Ice cube tray", "cents": 450},
    3: {"id": 3, "name": "Thermos flask", "cents": 2490},
}


@app.get("/")
def index():
    return render_template("index.html", products=PRODUCTS.values(), title="Flask shop")


@app.get("/products")
def products():
    wanted = request.args.get("q", "").lower()
    return jsonify([p for p in PRODUCTS.values() if wanted in p["name"].lower()])


@app.get("/products/<int:product_id>")
def product(product_id):
    if product_id not in PRODUCTS:
        abort(404)
    return jsonify(PRODUCTS[product_id])


@app.post("/orders")
def order():
    lines = request.get_json()["lines"]
    total = sum(PRODUCTS[line["product"]]["cents"] * line["count"] for line in lines)
    return jsonify({"total_cents": total}), 201


handler = make_lambda_handler(app)
