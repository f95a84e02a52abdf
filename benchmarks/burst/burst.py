"""200 calls at once of a function that sleeps a second: every one in an environment of its own."""
import base64
import http.client
import json
import pathlib
import re
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import Failed, Thaw, arguments, family, invocations, machine, median, memory_mb, run, spread, verdict

SOURCE = """
import os
import time

ENVIRONMENT = os.urandom(8).hex()


def handler(event, context):
    time.sleep(event["seconds"])
    return {"environment": ENVIRONMENT, "pid": os.getpid()}
"""
INIT = re.compile(r"Init Duration: ([0-9.]+) ms")


def call(thaw, seconds, begin=None):
    """One call on a connection of its own: environment, Init Duration in ms (None if warm), seconds taken."""
    connection = http.client.HTTPConnection("127.0.0.1", thaw.port, timeout=300)
    try:
        connection.connect()
        if begin:
            begin.wait()
        began = time.perf_counter()
        connection.request("POST", invocations("sleeper"), json.dumps({"seconds": seconds}),
                           {"X-Amz-Log-Type": "Tail", "Content-Type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
    finally:
        connection.close()
    if answer.status != 200 or answer.headers.get("X-Amz-Function-Error"):
        raise Failed("Invoke: %d %s" % (answer.status, body.decode()))
    log = base64.b64decode(answer.headers["X-Amz-Log-Result"]).decode()
    init = INIT.search(log)
    return json.loads(body)["environment"], float(init.group(1)) if init else None, took


def solo(thaw, count, first):
    durations = []
    for number in range(first, first + count):
        thaw.renew("sleeper", number)
        _, init, _ = call(thaw, 0)
        if init is None:
            raise Failed("solo call %d: no Init Duration (expected: a cold start)" % number)
        durations.append(init)
    return durations


def burst(thaw, count):
    begin = threading.Barrier(count + 1)
    results, errors = [], []

    def one():
        try:
            results.append(call(thaw, 1, begin))
        except Exception as error:
            begin.abort()
            errors.append(error)

    threads = [threading.Thread(target=one, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        begin.wait(60)
    except threading.BrokenBarrierError:
        raise Failed("not all of %d connections opened: %s" % (count, errors[:1])) from None
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return results, errors, time.perf_counter() - began


def main():
    options = arguments(__doc__, calls=(200, "concurrent calls"), memory=(128, "MB of the function"),
                        solo=(10, "cold starts one at a time, before and again after the burst"))
    machine()
    thaw = Thaw()
    thaw.create("sleeper", SOURCE, options.memory, timeout=120)
    print("isolation of thaw: %s" % thaw.isolation())
    solo(thaw, 5, 0)
    alone = solo(thaw, options.solo, 100)
    thaw.renew("sleeper", 1000)
    # The environment of the last solo call belongs to an older configuration; none is warm now.
    results, errors, took = burst(thaw, options.calls)
    print("\n%d concurrent calls of a function that sleeps 1 s" % options.calls)
    print("  answered: %d, errors: %d, in all %.1f s" % (len(results), len(errors), took))
    for error in errors[:3]:
        print("  error: %s" % error)
    environments = {environment for environment, _, _ in results}
    inits = [init for _, init, _ in results if init is not None]
    print("  environments: %d different, %d of them cold" % (len(environments), len(inits)))

    processes = [pid for pid in family(thaw.process.pid) if pid != thaw.process.pid]
    if not inits:
        raise Failed("no call was answered by a cold environment (expected: %d)" % options.calls)
    # Frozen processes can be read like any other.
    print("  memory of %d processes, for each environment: %.1f MB with its share of shared pages, %.1f MB its own"
          % (len(processes), memory_mb(processes, "Pss") / len(environments),
             memory_mb(processes, "Private_Clean", "Private_Dirty") / len(environments)))
    print("  memory of thaw itself: %.0f MB" % memory_mb([thaw.process.pid], "Rss"))
    alone += solo(thaw, options.solo, 2000)
    print("  Init Duration, ms, median (smallest-largest): alone %s, in the burst %s" % (spread(alone), spread(inits)))

    print("\nAgainst the aims")
    verdict("environments", len(environments), options.calls, at_most=False, digits=0)
    verdict("errors", len(errors), 0, digits=0)
    verdict("Init Duration p50, burst to alone", median(inits) / median(alone), 1.5)


run(main)
