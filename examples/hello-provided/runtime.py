"""Takes events from the Runtime API one after the other and greets whom they name."""

import http.client
import json
import os

INVOCATION = "/2018-06-01/runtime/invocation/"


def handle(event):
    name = (event or {}).get("name", "world")
    return {"statusCode": 200, "body": "Hello, %s!" % name}


def main():
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        api.request("GET", INVOCATION + "next")
        response = api.getresponse()
        event = response.read()
        request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        try:
            outcome, body = "response", handle(json.loads(event))
        except Exception as error:
            outcome = "error"
            body = {"errorType": type(error).__name__, "errorMessage": str(error)}
        api.request("POST", INVOCATION + request_id + "/" + outcome, json.dumps(body))
        api.getresponse().read()


main()
