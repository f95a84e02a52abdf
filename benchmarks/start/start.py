"""thaw itself: from start to the first answered request, and resident memory when idle."""
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers"))
import offline
from common import (JAVA, ROOT, WORK, Failed, answers, arguments, cpu_seconds, family, free_port, machine, median,
                    memory_mb, run, spread, start, stop, table, turned, verdict)

FUNCTIONS = "/2015-03-31/functions"


def java_version():
    began = time.perf_counter()
    child = subprocess.Popen([str(JAVA), "-version"], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise Failed("java -version: ended with %d" % status)
    return {"wall": (time.perf_counter() - began) * 1000, "cpu": (usage.ru_utime + usage.ru_stime) * 1000, "rss": 0}


def until_answer(command, port, path, idle, **options):
    """Starts a server; what it took until its port answered a request, and its memory after some idle seconds."""
    began = time.perf_counter()
    child = start(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    while not answers(port, path):
        if child.poll() is not None or time.perf_counter() - began > 60:
            raise Failed("%s: not serving" % command[0])
        time.sleep(0.003)
    wall = time.perf_counter() - began
    processes = family(child.pid)
    cpu = sum(cpu_seconds(pid) for pid in processes)
    time.sleep(idle)
    rss = memory_mb(family(child.pid), "Rss")
    stop(child)
    return {"wall": wall * 1000, "cpu": cpu * 1000, "rss": rss}


def thaw(number, idle):
    port = free_port()
    data = WORK / ("start-%d" % number)
    return until_answer([ROOT / "thaw", "up", "--port", port, "--data", data], port, FUNCTIONS, idle)


def main():
    options = arguments(__doc__, rounds=(10, "interleaved rounds"), idle=(2.0, "seconds before memory is read"),
                        cache=(str(offline.CACHE), "where peers/run has put serverless-offline"))
    machine()
    arms = {"java -version": lambda number: java_version(), "thaw up": lambda number: thaw(number, options.idle)}
    for kind in offline.installed(pathlib.Path(options.cache)):
        service = offline.service(pathlib.Path(options.cache), kind)
        arms["serverless-offline, " + kind] = lambda number, it=service: peer(it, options.idle)
    if len(arms) == 2:
        print("serverless-offline is not in %s: benchmarks/peers/run puts it there" % options.cache)
    # Builds if it must, and brings the files into the page cache.
    for arm in arms.values():
        arm(-1)
    samples = {name: [] for name in arms}
    for number in range(options.rounds):
        for name in turned(list(arms), number):
            samples[name].append(arms[name](number))
    print("\nFrom start to the first answered request (java: to its end), median (smallest-largest)")
    table(["", "wall ms", "CPU ms", "resident idle MB"],
          [[name] + [spread([one[key] for one in rounds], 0) for key in ("wall", "cpu", "rss")]
           for name, rounds in samples.items()])
    print("\nAgainst the aims")
    verdict("wall, ms", median([one["wall"] for one in samples["thaw up"]]), 500, digits=0)
    verdict("resident when idle, MB", median([one["rss"] for one in samples["thaw up"]]), 120, digits=0)
    for key in ("wall", "cpu"):
        print("  %s, thaw to java -version: %.1f" % (key, median([one[key] for one in samples["thaw up"]])
                                                     / median([one[key] for one in samples["java -version"]])))


def peer(service, idle):
    http, door = free_port(), free_port()
    return until_answer(service.command(http, door), http, "/hello", idle, cwd=service.directory,
                        env=service.environment)


run(main)
