"""Warm calls of one Python handler: thaw's Lambda API beside both doors of serverless-offline."""
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import offline
from common import (WORK, Failed, Load, Thaw, answers, arguments, free_port, invocations, machine, middle, run, spread,
                    start, table, turned, verdict)

BODY = '{"name":"thaw"}'


def serve(service):
    """Starts serverless-offline; the loads of its two doors by name."""
    http, door = free_port(), free_port()
    log = WORK / (service.directory.name + ".log")
    with open(log, "wb") as out:
        child = start(service.command(http, door), cwd=service.directory, env=service.environment,
                      stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    deadline = time.monotonic() + 90
    while not (answers(http, "/hello", "POST", b"{}") and answers(door, "/")):
        if child.poll() is not None or time.monotonic() > deadline:
            raise Failed("serverless-offline on %s: not serving; it said:\n%s" % (service.kind, log.read_text()[-1500:]))
        time.sleep(0.1)
    return {
        # The event of an HTTP door has its name in the body, where this handler does not look.
        "offline on %s, HTTP" % service.kind: Load(http, "/hello", BODY, '{"hello": "world"}'),
        "offline on %s, Lambda" % service.kind: Load(door, invocations(offline.FUNCTION), BODY,
                                                     '{"statusCode":200,"body":"{\\"hello\\": \\"thaw\\"}"}'),
    }


def main():
    options = arguments(__doc__, rounds=(3, "interleaved rounds"), calls=(1000, "counted calls per arm and round"),
                        warmup=(500, "calls of each load client before it counts"),
                        environments=(8, "connections for throughput"), seconds=(4, "seconds of each throughput run"),
                        cache=(str(offline.CACHE), "directory for serverless-offline"))
    machine()
    cache = pathlib.Path(options.cache)
    for kind in offline.PACKAGES:
        offline.install(cache, kind)
    thaw = Thaw()
    thaw.create("hello", offline.SOURCE, 1769)
    arms = {"thaw 1769 MB": Load(thaw.port, invocations("hello"), BODY,
                                 '{"statusCode": 200, "body": "{\\"hello\\": \\"thaw\\"}"}')}
    for kind in offline.PACKAGES:
        arms.update(serve(offline.service(cache, kind)))
    for load in arms.values():
        load(1, options.warmup, calls=options.calls)
    latency, throughput = ({name: [] for name in arms} for _ in range(2))
    for number in range(options.rounds):
        for name in turned(list(arms), number):
            latency[name].append(arms[name](1, options.warmup, calls=options.calls))
    for number in range(options.rounds):
        for name in turned(list(arms), number):
            throughput[name].append(arms[name](options.environments, options.warmup, seconds=options.seconds))
    print("\nMedian of the rounds (smallest-largest)")
    table(["", "p50 us", "p99 us", "calls/s, %d connections" % options.environments],
          [[name, spread([one["p50_us"] for one in latency[name]], 0), spread([one["p99_us"] for one in latency[name]], 0),
            spread([one["per_second"] for one in throughput[name]], 0)] for name in arms])

    peers = [name for name in arms if name.startswith("offline")]
    fastest = min(peers, key=lambda name: middle(latency[name], "p50_us"))
    widest = max(peers, key=lambda name: middle(throughput[name], "per_second"))
    print("\nAgainst the aims, each time against the best of the peer's doors")
    verdict("p50, thaw to %s" % fastest, middle(latency["thaw 1769 MB"], "p50_us") / middle(latency[fastest], "p50_us"),
            0.5)
    verdict("throughput, thaw to %s" % widest,
            middle(throughput["thaw 1769 MB"], "per_second") / middle(throughput[widest], "per_second"), 1.5,
            at_most=False)


run(main)
