"""Cold starts of hello-python: through thaw, and by starting the same interpreter with the same bootstrap by hand.

Both are timed from the caller's side: from asking for it to the whole answer of the first call. By hand that is a
process, its `/next`, one event and its response, against a Runtime API of a few lines.
"""
import json
import os
import pathlib
import signal
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import (HELLO, PYTHON, Failed, Thaw, arguments, bootstrap, machine, median, run, start, stop, table, task,
                    turned, verdict)

# hello-python itself, and one value that tells its environments apart.
SOURCE = HELLO + """

import os
_answer = handler
ENVIRONMENT = os.urandom(8).hex()


def handler(event, context):
    return dict(_answer(event, context), environment=ENVIRONMENT)
"""
EVENT = b'{"name":"thaw"}'


class RuntimeApi:
    """Enough of the Runtime API for one event: /next and the response, with the headers that Lambda sends."""

    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.door.settimeout(30)
        self.address = "127.0.0.1:%d" % self.door.getsockname()[1]

    def one_event(self):
        """Leaves the connection open: a process that loses it comes again, before the next one that is timed."""
        connection, _ = self.door.accept()
        self.connection = connection
        connection.settimeout(30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line, _ = self._message(connection)
        if line != "GET /2018-06-01/runtime/invocation/next HTTP/1.1":
            raise Failed("by hand: %s (expected: /next)" % line)
        head = ("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
                "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:hello\r\n"
                "Lambda-Runtime-Deadline-Ms: %d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                % (time.time() * 1000 + 30000, len(EVENT)))
        connection.sendall(head.encode() + EVENT)
        line, body = self._message(connection)
        if not line.endswith("/response HTTP/1.1"):
            raise Failed("by hand: %s (expected: a response)" % line)
        connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"
                           b'{"status":"OK"}\n')
        return json.loads(body)

    @staticmethod
    def _message(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                raise Failed("by hand: the process closed its connection after %d bytes" % len(data))
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        length = next((int(l.split(":")[1]) for l in lines if l.lower().startswith("content-length:")), 0)
        while len(body) < length:
            piece = connection.recv(65536)
            if not piece:
                raise Failed("by hand: a body ended %d bytes early" % (length - len(body)))
            body += piece
        return lines[0], body


def by_hand(directory):
    api = RuntimeApi()  # one for each: a client whose connection closes comes back before it is ended
    runtime = bootstrap()
    environment = {
        "AWS_LAMBDA_RUNTIME_API": api.address, "_HANDLER": "app.handler", "LAMBDA_TASK_ROOT": str(directory),
        "LAMBDA_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(runtime), "PYTHONDONTWRITEBYTECODE": "1",
        "LC_CTYPE": "C.UTF-8", "TZ": ":UTC", "PATH": os.environ.get("PATH", ""),
        "AWS_LAMBDA_FUNCTION_NAME": "hello", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
    }
    began = time.perf_counter()
    child = start([PYTHON, "-S", "-B", runtime / "bootstrap.pyc", "/opt"], env=environment, cwd=directory)
    answer = api.one_event()
    took = time.perf_counter() - began
    child.send_signal(signal.SIGKILL)
    stop(child)
    api.door.close()
    return took, answer


def by_thaw(thaw, name, number):
    thaw.renew(name, number)
    began = time.perf_counter()
    answer = thaw.invoke(name, EVENT)
    return time.perf_counter() - began, answer


def main():
    options = arguments(__doc__, rounds=(40, "interleaved rounds"), warmup=(8, "cold starts before the first round"))
    machine()
    thaw = Thaw()
    memories = (1769, 128)
    for memory in memories:
        thaw.create("hello-%d" % memory, SOURCE, memory)
    print("isolation of thaw: %s" % thaw.isolation())
    directory = task(SOURCE)
    arms = {"by hand": lambda number: by_hand(directory)}
    for memory in memories:
        arms["thaw %d MB" % memory] = lambda number, name="hello-%d" % memory: by_thaw(thaw, name, number)
    samples = {name: [] for name in arms}
    environments = set()
    for number in range(options.warmup + options.rounds):
        for name in turned(list(arms), number):
            took, answer = arms[name](number)
            if answer.get("hello") != "thaw":
                raise Failed("%s: %s (expected: hello thaw)" % (name, answer))
            if answer["environment"] in environments:
                raise Failed("%s: environment %s answered twice (expected: a cold start)"
                             % (name, answer["environment"]))
            environments.add(answer["environment"])
            if number >= options.warmup:
                samples[name].append(took * 1000)
    print("\nCold start to the first answer, ms: %d each, every one in an environment of its own" % options.rounds)
    table(["", "min", "p25", "p50", "p75", "p90"],
          [[name] + ["%.1f" % at(values, share) for share in (0, 0.25, 0.5, 0.75, 0.9)]
           for name, values in samples.items()])
    print("\nAgainst the aim")
    for memory in memories:
        verdict("thaw %d MB less by hand, p50, ms" % memory,
                median(samples["thaw %d MB" % memory]) - median(samples["by hand"]), 25, digits=1)


def at(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


run(main)
