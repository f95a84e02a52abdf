"""Warm calls of one function through a REST API and a function URL beside the Lambda API."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import (Failed, Load, Thaw, arguments, classes, invocations, machine, middle, run, spread, table, turned,
                    verdict)

SOURCE = """
def handler(event, context):
    return {"statusCode": 200, "body": '{"hello": "thaw"}'}
"""
BODY = '{"name":"thaw"}'
ANSWER = '{"hello": "thaw"}'
# API Gateway's calls are told from Lambda's by their signature.
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/apigateway/aws4_request"}


def asked(thaw, method, path, document, wanted, headers=None):
    status, _, body = thaw.call(method, path, document, headers=headers)
    if status != wanted:
        raise Failed("%s %s: %d %s (expected: %d)" % (method, path, status, body.decode(), wanted))
    return json.loads(body)


def rest_api(thaw):
    """The host and path of a REST API with one proxy method before the function."""
    swagger = {"swagger": "2.0", "info": {"title": "benchmark", "version": "1"}, "paths": {"/": {"post": {
        "responses": {}, "x-amazon-apigateway-integration": {
            "type": "aws_proxy", "httpMethod": "POST", "uri":
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                "arn:aws:lambda:us-east-1:000000000000:function:hello/invocations"}}}}}
    made = asked(thaw, "POST", "/restapis?mode=import", swagger, 201, SIGNED)["id"]
    asked(thaw, "POST", "/restapis/%s/deployments" % made, {"stageName": "dev"}, 201, SIGNED)
    return made + ".execute-api.us-east-1.amazonaws.com/dev/"


def function_url(thaw):
    made = asked(thaw, "POST", "/2021-10-31/functions/hello/url", {"AuthType": "NONE"}, 201)
    return made["FunctionUrl"].removeprefix("https://")


def main():
    options = arguments(__doc__, rounds=(5, "interleaved rounds"), calls=(2000, "counted calls per arm and round"),
                        warmup=(2000, "calls of each load client before it counts"),
                        environments=(8, "connections and environments for throughput"),
                        seconds=(4, "counted seconds of each throughput run"))
    machine()
    thaw = Thaw()
    classes()
    thaw.create("hello", SOURCE, 1769)
    through_api = json.dumps({"statusCode": 200, "body": ANSWER})
    arms = {
        "Lambda API": Load(thaw.port, invocations("hello"), BODY, through_api),
        "REST API": Load(thaw.port, rest_api(thaw), BODY, ANSWER),
        "function URL": Load(thaw.port, function_url(thaw), BODY, ANSWER),
    }
    print("isolation of thaw: %s" % thaw.isolation())
    latency = rounds(arms, options.rounds, lambda load: load(1, options.warmup, calls=options.calls))
    report("One connection", latency)
    throughput = rounds(arms, options.rounds,
                        lambda load: load(options.environments, options.warmup, seconds=options.seconds))
    report("%d connections" % options.environments, throughput)

    print("\nAgainst the aims (medians of the rounds)")
    p50 = {name: middle(figures, "p50_us") for name, figures in latency.items()}
    verdict("p50, REST API to Lambda API", p50["REST API"] / p50["Lambda API"], 1.5)
    verdict("p50, function URL to Lambda API", p50["function URL"] / p50["Lambda API"], 1.3)
    verdict("throughput, REST API to Lambda API", middle(throughput["REST API"], "per_second")
            / middle(throughput["Lambda API"], "per_second"), 0.7, at_most=False)


def rounds(arms, count, measured):
    """The first round compiles and does not count."""
    figures = {name: [] for name in arms}
    for number in range(count + 1):
        for name in turned(list(arms), number):
            one = measured(arms[name])
            if number > 0:
                figures[name].append(one)
    return figures


def report(title, arms):
    print("\n%s: median of the rounds (smallest-largest)" % title)
    table(["", "p50 us", "p90 us", "p99 us", "calls/s"],
          [[name] + [spread([one[key] for one in figures], 0) for key in ("p50_us", "p90_us", "p99_us", "per_second")]
           for name, figures in arms.items()])


run(main)
