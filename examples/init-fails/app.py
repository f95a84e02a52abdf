"""Fails before its first invocation, in the way that the variable FAIL names."""

import os
import time

FAIL = os.environ.get("FAIL", "raise")

if FAIL == "raise":
    raise RuntimeError("the database is not there")
elif FAIL == "exit":
    os._exit(3)
elif FAIL == "hang":
    while True:
        time.sleep(3600)
else:
    raise ValueError("FAIL: %s (expected: raise, exit or hang)" % FAIL)


def handler(event, context):
    return "never"
