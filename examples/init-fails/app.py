"""Fails while it is imported, in the way that the variable MODE names."""
import os
import sys
import time

MODE = os.environ.get("MODE", "raise")

if MODE == "raise":
    raise RuntimeError("init failed as asked: MODE=raise")
elif MODE == "exit":
    print("leaving during init as asked: MODE=exit", flush=True)
    # Not sys.exit: the process ends without a word to the Runtime API.
    os._exit(3)
elif MODE == "hang":
    print("hanging during init as asked: MODE=hang", flush=True)
    while True:
        time.sleep(3600)
elif MODE != "none":
    sys.exit("MODE: %s (expected: raise, exit, hang or none)" % MODE)


def handler(event, context):
    return {"mode": MODE}
