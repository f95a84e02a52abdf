"""A small reading list in Flask, behind API Gateway by way of a WSGI adapter."""
from apig_wsgi import make_lambda_handler
from flask import Flask, abort, jsonify, redirect, render_template, request, url_for

app = Flask(__name__)

# Lives as long as the execution environment does: a cold start begins with these again.
books = {
    1: {"id": 1, "title": "The Art of Computer Systems Performance Analysis", "author": "Raj Jain"},
    2: {"id": 2, "title": "Systems Performance", "author": "Brendan Gregg"},
}


@app.get("/")
def index():
    return render_template("index.html", books=sorted(books.values(), key=lambda book: book["title"]))


@app.get("/api/books")
def list_books():
    author = request.args.get("author", "").lower()
    return jsonify([book for book in books.values() if author in book["author"].lower()])


@app.get("/api/books/<int:number>")
def show_book(number):
    return jsonify(books.get(number) or abort(404))


@app.post("/api/books")
def add_book():
    wish = request.get_json()
    if not isinstance(wish, dict) or not all(isinstance(wish.get(key), str) for key in ("title", "author")):
        abort(400, "title and author (expected: two strings)")
    number = max(books) + 1
    books[number] = {"id": number, "title": wish["title"], "author": wish["author"]}
    return jsonify(books[number]), 201, {"Location": url_for("show_book", number=number)}


@app.get("/books")
def old_address():
    return redirect(url_for("list_books"), 301)


@app.errorhandler(400)
@app.errorhandler(404)
@app.errorhandler(415)
def refused(error):
    return jsonify(error=error.description), error.code


handler = make_lambda_handler(app)
