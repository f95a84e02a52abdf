"""What freezing and thawing cost an invocation: calls that find their environment frozen, by their timelines.

A thaw is in the way of the caller; a freeze comes after the answer and costs the machine alone. Beside them: the calls
themselves, and calls so close together that nothing is frozen between them.
"""
import http.client
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import HELLO, Failed, Thaw, arguments, invocations, machine, median, run, table, turned, verdict

EVENT = b'{"name":"thaw"}'


def main():
    options = arguments(__doc__, rounds=(300, "interleaved rounds, one call of each kind"),
                        warmup=(300, "calls before the first round"),
                        pause=(40, "milliseconds between the calls that are to find a frozen environment"))
    machine()
    thaw = Thaw()
    for name in ("frozen", "awake"):
        thaw.create(name, HELLO, 1769)
    print("isolation of thaw: %s, freezer: %s" % (thaw.isolation(), freezer(thaw)))
    calls = Calls(thaw.port)
    for number in range(options.warmup):
        calls.one("frozen" if number % 2 else "awake")
    took = {"frozen": [], "awake": []}
    thaws, freezes, environments = [], {}, set()
    for number in range(options.rounds):
        for kind in turned(["frozen", "awake"], number):
            if kind == "frozen":
                time.sleep(options.pause / 1000)
            else:
                calls.one("awake")
            micros, identity = calls.one(kind)
            record = timeline(thaw, identity)
            phases = [phase for phase in record["phases"] if phase["name"] == "thaw"]
            if (kind == "frozen") != bool(phases):
                continue
            took[kind].append(micros)
            if phases:
                thaws.append(duration(phases[0]))
                environments.update(link["id"] for link in record["links"] if link["relation"] == "ran-in")
    for environment in environments:
        for phase in timeline(thaw, environment)["phases"]:
            if phase["name"] == "freeze" and phase["end_us"] is not None:
                freezes[phase["start_us"]] = duration(phase)
    for kind, values in took.items():
        if len(values) < options.rounds // 2:
            raise Failed("%s: %d of %d calls found their environment so (expected: most)"
                         % (kind, len(values), options.rounds))
    print("\nMicroseconds")
    table(["", "n", "p25", "p50", "p75", "p99"],
          [row("freeze", list(freezes.values())), row("thaw", thaws), row("call, frozen before", took["frozen"]),
           row("call, awake before", took["awake"])])
    print("\nAgainst the aim")
    verdict("freeze and thaw, p50, ms", (median(list(freezes.values())) + median(thaws)) / 1000, 0.1, digits=3)


class Calls:
    """Invokes on one kept connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def one(self, name):
        began = time.perf_counter()
        self.connection.request("POST", invocations(name), EVENT, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1e6
        if answer.status != 200 or json.loads(body) != {"hello": "thaw"}:
            raise Failed("Invoke %s: %d %s (expected: hello thaw)" % (name, answer.status, body.decode()))
        return took, answer.getheader("x-amzn-RequestId")


def timeline(thaw, identity):
    status, _, body = thaw.call("GET", "/_thaw/timelines/" + identity)
    if status != 200:
        raise Failed("timeline %s: %d %s (expected: 200)" % (identity, status, body.decode()))
    return json.loads(body)


def duration(phase):
    return phase["end_us"] - phase["start_us"]


def freezer(thaw):
    thaw.invoke("frozen", EVENT)
    _, identity = Calls(thaw.port).one("frozen")
    environment = next(l["id"] for l in timeline(thaw, identity)["links"] if l["relation"] == "ran-in")
    return timeline(thaw, environment)["attributes"]["freezer"]


def row(name, values):
    ordered = sorted(values)
    return [name, str(len(ordered))] + ["%.0f" % ordered[min(len(ordered) - 1, int(share * len(ordered)))]
                                        for share in (0.25, 0.5, 0.75, 0.99)]


run(main)
