from chalice import BadRequestError, Chalice, Response

app = Chalice(app_name="thaw-chalice")
app.api.binary_types.append("application/x-thaw")


@app.route("/")
def index():
    return {"hello": "world"}


@app.route("/greet/{name}")
def greet(name):
    query = app.current_request.query_params or {}
    return {"greeting": "%s, %s" % (query.get("word", "hello"), name)}


@app.route("/orders", methods=["POST"], cors=True)
def order():
    body = app.current_request.json_body
    if not body or "item" not in body:
        raise BadRequestError("item is missing")
    return Response({"ordered": body["item"]}, status_code=201, headers={"X-Order": "1"})


@app.route("/bytes", methods=["POST"], content_types=["application/x-thaw"])
def reverse():
    return Response(
        bytes(reversed(app.current_request.raw_body)), headers={"Content-Type": "application/x-thaw"}
    )


@app.route("/fail")
def fail():
    raise RuntimeError("as asked")
