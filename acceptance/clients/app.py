import uuid

ENVIRONMENT = str(uuid.uuid4())
calls = 0


def handler(event, context):
    global calls
    calls += 1
    print("call", calls)
    if event.get("fail"):
        raise ValueError("refused: " + event["fail"])
    return {
        "echo": event,
        "environment": ENVIRONMENT,
        "calls": calls,
        "requestId": context.aws_request_id,
        "remaining": context.get_remaining_time_in_millis(),
        "arn": context.invoked_function_arn,
        "name": context.function_name,
        "memory": int(context.memory_limit_in_mb),
        "client": type(context).__module__,
    }
