"""Warm calls of hello-python: thaw's Lambda API beside the bare loop and the raw echo."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import (HELLO, JAVA, PYTHON, Failed, Load, Thaw, arguments, bootstrap, classes, invocations, machine, middle,
                    run, spread, start, table, task, turned, verdict)

BODY = '{"name":"thaw"}'
EXPECTED = '{"hello": "thaw"}'
# About as long as the longest of the HTTP messages.
RAW = "x" * 300


def yardstick(*words):
    """A mode of BareLoop; its port."""
    child = start([JAVA, "-XX:+UseSerialGC", "-cp", classes(), "BareLoop"] + list(words), stdin=subprocess.PIPE,
                  stdout=subprocess.PIPE, text=True)
    line = child.stdout.readline()
    if not line.strip().isdigit():
        raise Failed("BareLoop %s: did not start" % words[0])
    return int(line)


def main():
    options = arguments(__doc__, rounds=(5, "interleaved rounds"), calls=(2000, "counted calls per arm and round"),
                        warmup=(2000, "calls of each load client before it counts"),
                        environments=(8, "connections and environments for throughput"),
                        seconds=(4, "counted seconds of each throughput run"))
    machine()
    thaw = Thaw()
    for memory in (1769, 128):
        thaw.create("hello-%d" % memory, HELLO, memory)
    bare = yardstick("bare", options.environments, PYTHON, bootstrap(), task(HELLO), "app.handler")
    echo = yardstick("echo", options.environments, PYTHON)
    arms = {
        "thaw 1769 MB": Load(thaw.port, invocations("hello-1769"), BODY, EXPECTED),
        "bare loop": Load(bare, invocations("hello"), BODY, EXPECTED),
        "raw echo": Load(echo, "-", RAW, RAW),
        "thaw 128 MB": Load(thaw.port, invocations("hello-128"), BODY, EXPECTED),
    }
    print("isolation of thaw: %s" % thaw.isolation())
    # Servers are compiled by their JIT before the first round counts, all of them equally long.
    for load in arms.values():
        load(1, options.warmup, calls=options.calls)
    latency = {name: [] for name in arms}
    for number in range(options.rounds):
        for name in turned(list(arms), number):
            latency[name].append(arms[name](1, options.warmup, calls=options.calls))
    report("One connection", latency)

    for load in arms.values():
        load(options.environments, options.warmup, seconds=1)
    throughput = {name: [] for name in arms}
    for number in range(options.rounds):
        for name in turned(list(arms), number):
            throughput[name].append(arms[name](options.environments, options.warmup, seconds=options.seconds))
    report("%d connections" % options.environments, throughput)

    print("\nAgainst the aims (medians of the rounds)")
    thaw_p50 = middle(latency["thaw 1769 MB"], "p50_us")
    verdict("p50, thaw to bare loop", thaw_p50 / middle(latency["bare loop"], "p50_us"), 1.5)
    verdict("p99 to its own p50", middle(latency["thaw 1769 MB"], "p99_us") / thaw_p50, 3)
    verdict("throughput, thaw to bare loop", middle(throughput["thaw 1769 MB"], "per_second")
            / middle(throughput["bare loop"], "per_second"), 0.7, at_most=False)
    print("  p50, bare loop to raw echo: %.2f"
          % (middle(latency["bare loop"], "p50_us") / middle(latency["raw echo"], "p50_us")))


def report(title, arms):
    print("\n%s: median of the rounds (smallest-largest)" % title)
    table(["", "p50 us", "p90 us", "p99 us", "calls/s"],
          [[name] + [spread([one[key] for one in rounds], 0) for key in ("p50_us", "p90_us", "p99_us", "per_second")]
           for name, rounds in arms.items()])


run(main)
