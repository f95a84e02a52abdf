"""Deploys a package whose functions run on one of AWS's clients, and checks what callers and handlers see."""
import base64
import io
import json
import os
import re
import sys
import zipfile

import boto3
from botocore.config import Config

aws = boto3.client("lambda", endpoint_url="http://127.0.0.1:" + os.environ["THAW_PORT"], region_name="us-east-1",
                   aws_access_key_id="222233334444", aws_secret_access_key="x",
                   config=Config(retries={"total_max_attempts": 1}))
MEMORY = 512
TIMEOUT_S = 25


def package(folder):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for parent, _, files in os.walk(folder):
            for file in files:
                path = os.path.join(parent, file)
                entry = zipfile.ZipInfo(os.path.relpath(path, folder))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = os.stat(path).st_mode << 16
                with open(path, "rb") as content:
                    z.writestr(entry, content.read())
    return out.getvalue()


def deploy(name, runtime, handler, code):
    environment = {} if runtime.startswith(("provided", "java")) else {"AWS_LAMBDA_EXEC_WRAPPER": "/var/task/client"}
    arn = aws.create_function(FunctionName=name, Runtime=runtime, Handler=handler, Code={"ZipFile": code},
                              Role="arn:aws:iam::222233334444:role/r", MemorySize=MEMORY, Timeout=TIMEOUT_S,
                              Environment={"Variables": environment})["FunctionArn"]
    aws.get_waiter("function_active_v2").wait(FunctionName=name)
    return arn


def invoke(name, event):
    answer = aws.invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
    log = base64.b64decode(answer["LogResult"]).decode()
    return (json.load(answer["Payload"]), answer.get("FunctionError"), answer["ResponseMetadata"]["RequestId"], log)


def same(value, expected, context):
    assert value == expected, "%r (expected: %r) in %r" % (value, expected, context)


def lives(name, arn, stack):
    first, error, request, log = invoke(name, {"text": "h\u00e9llo \U0001d11e", "n": [1, None, True]})
    same(error, None, (first, log))
    same(first["echo"], {"text": "h\u00e9llo \U0001d11e", "n": [1, None, True]}, first)
    same((first["requestId"], first["arn"], first["name"], first["memory"]), (request, arn, name, MEMORY), first)
    # thaw's clock was anchored to the wall clock once: they may be some milliseconds apart
    assert 0 < first["remaining"] <= TIMEOUT_S * 1000 + 100, first
    assert "call 1" in log and "REPORT RequestId: " + request in log and "Init Duration" in log, log

    document, error, request, log = invoke(name, {"fail": "as asked"})
    same(error, "Unhandled", document)
    same(document["errorMessage"], "refused: as asked", document)
    assert re.search("(ValueError|RangeError|IllegalStateException)$", document["errorType"]), document
    assert document[stack] and all(isinstance(line, str) for line in document[stack]), document
    assert "Init Duration" not in log and document["errorType"] in log, log

    long = "x" * 5_000_000
    second, error, request, log = invoke(name, {"text": long})
    same(error, None, log)
    same(len(second["echo"]["text"]), len(long), log)
    same((second["environment"], second["calls"]), (first["environment"], 3), log)
    same(second["requestId"], request, log)
    print("client: " + first["client"])


def dies(name):
    for attempt in ("first", "second"):
        document, error, request, log = invoke(name, {})
        same(error, "Unhandled", document)
        assert "broken on purpose" in document["errorMessage"], (attempt, document, log)
        assert document["errorType"], document


def main():
    if sys.argv[1] == "--entrypoint":
        deploy("entrypoint", "provided.al2023", "any", package(sys.argv[2]))
        document, error, request, log = invoke("entrypoint", {})
        same(error, "Unhandled", document)
        same(document, {"errorType": "Runtime.InvalidEntrypoint", "errorMessage": "RequestId: " + request +
                        " Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}, log)
        return
    name, folder, runtime, handler, broken, stack = sys.argv[1:]
    code = package(folder)
    lives(name, deploy(name, runtime, handler, code), stack)
    deploy(name + "-broken", runtime, broken, code)
    dies(name + "-broken")


main()
