import http.client
import json
import os
import sys
import time

API = "/2018-06-01/runtime/invocation/"
calls = 0


class Custom(Exception):
    pass


def answer(event, headers):
    global calls
    calls += 1
    op = event["op"]
    if op == "echo":
        return event
    if op == "count":
        return {"calls": calls, "pid": os.getpid()}
    if op == "raise":
        raise Custom(event["message"])
    if op == "print":
        print("first\nsecond", flush=True)
        print("third", file=sys.stderr, flush=True)
        return None
    if op == "exit":
        os._exit(event["status"])
    if op == "big":
        return "x" * event["size"]
    if op == "length":
        return len(event["text"])
    if op == "env":
        return headers["Lambda-Runtime-Trace-Id"] if event["name"] == "_X_AMZN_TRACE_ID" else os.environ.get(event["name"])
    if op == "cwd":
        return os.getcwd()
    if op == "context":
        client = json.loads(headers.get("Lambda-Runtime-Client-Context", "{}"))
        identity = json.loads(headers.get("Lambda-Runtime-Cognito-Identity", "{}"))
        return {
            "requestId": headers["Lambda-Runtime-Aws-Request-Id"],
            "arn": headers["Lambda-Runtime-Invoked-Function-Arn"],
            "name": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
            "memory": os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
            "remaining": max(0, int(headers["Lambda-Runtime-Deadline-Ms"]) - int(time.time() * 1000)),
            "clientContext": client.get("custom"),
            "identity": identity.get("cognitoIdentityId"),
            "tenant": headers.get("Lambda-Runtime-Aws-Tenant-Id"),
        }
    raise ValueError("op: " + op)


connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    connection.request("GET", API + "next")
    response = connection.getresponse()
    event = json.loads(response.read())
    request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        kind, body = "response", answer(event, response.headers)
    except Exception as error:
        kind = "error"
        body = {"errorMessage": str(error), "errorType": type(error).__name__}
    connection.request("POST", API + request_id + "/" + kind, json.dumps(body))
    connection.getresponse().read()
