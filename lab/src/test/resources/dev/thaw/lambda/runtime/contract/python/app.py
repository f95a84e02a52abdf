import os
import sys

calls = 0


class Custom(Exception):
    pass


def handler(event, context):
    global calls
    calls += 1
    op = event["op"]
    if op == "echo":
        return event
    if op == "count":
        return {"calls": calls, "pid": os.getpid()}
    if op == "raise":
        raise Custom(event["message"])
    if op == "unserializable":
        return {"value": {1, 2}}
    if op == "print":
        print("first\nsecond")
        print("third", file=sys.stderr)
        return None
    if op == "exit":
        os._exit(event["status"])
    if op == "big":
        return "x" * event["size"]
    if op == "length":
        return len(event["text"])
    if op == "env":
        return os.environ.get(event["name"])
    if op == "cwd":
        return os.getcwd()
    if op == "context":
        return {
            "requestId": context.aws_request_id,
            "arn": context.invoked_function_arn,
            "name": context.function_name,
            "memory": str(context.memory_limit_in_mb),
            "remaining": context.get_remaining_time_in_millis(),
            "clientContext": context.client_context.custom if context.client_context else None,
            "identity": context.identity.cognito_identity_id if context.identity else None,
            "tenant": context.tenant_id,
        }
    raise ValueError("op: " + op)


def logs(event, context):
    import logging

    logger = logging.getLogger("shop")
    logger.setLevel("INFO")
    logger.info("one\ntwo")
    try:
        raise Custom("inner")
    except Custom:
        logger.exception("failed", extra={"order": 7})


def evaluated(event, context):
    """What an expression is in here."""
    import collections, datetime, decimal, enum  # noqa: E401

    names = {"decimal": decimal.Decimal, "enum": enum, "datetime": datetime.datetime, "context": context}
    names["pair"] = collections.namedtuple("pair", "a b")
    names["sys"], names["os"] = sys, os
    return eval(event["expression"], names)


def missing(event, context):
    import boto3

    return boto3


def leaves(event, context):
    sys.exit(event["status"])


def recursion(event, context):
    return recursion(event, context)
