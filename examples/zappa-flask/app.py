import os
import time

from flask import Flask, request

started = time.time()
app = Flask(__name__)


@app.route("/")
def index():
    return {"hello": "world", "age": time.time() - started}


@app.route("/greet/<name>", methods=["GET", "POST"])
def greet(name):
    return {"greeting": request.args.get("word", "hello") + ", " + name, "body": request.get_data(as_text=True)}


@app.route("/where")
def where():
    return {"file": os.path.realpath(__file__)}


def task():
    print("the task ran")
    return "done"
