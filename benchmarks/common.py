"""What the benchmarks share: children that end with them, a thaw to call, medians and tables.

Standard library only. Everything is written below one temporary directory, which goes at the end; all addresses are
loopback.
"""
import argparse
import atexit
import base64
import http.client
import io
import json
import os
import pathlib
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BOOTSTRAP = ROOT / "lab/src/main/resources/dev/thaw/lambda/runtime/python"
HELLO = (ROOT / "examples/hello-python/app.py").read_text()
JAVA = pathlib.Path(os.environ.get("JAVA_HOME", "/nonexistent")) / "bin/java"
PYTHON = os.path.realpath(sys.executable)
RUNTIME = "python%d.%d" % sys.version_info[:2]

WORK = pathlib.Path(tempfile.mkdtemp(prefix="thaw-benchmark-"))
_children = []


class Failed(Exception):
    """Why a benchmark cannot go on, for whoever runs it."""


def _end_all():
    for child in reversed(_children):
        stop(child)
    shutil.rmtree(WORK, ignore_errors=True)


def run(main):
    """Runs a benchmark to its exit code, and ends what it started however it ends."""
    atexit.register(_end_all)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    if not JAVA.exists():
        sys.exit("JAVA_HOME: %s (expected: a JDK 25; use the run script)" % os.environ.get("JAVA_HOME"))
    try:
        main()
    except Failed as failure:
        sys.exit("%s: %s" % (pathlib.Path(sys.argv[0]).parent.name, failure))
    except KeyboardInterrupt:
        sys.exit(130)


def arguments(description, **more):
    """Options as name=(default, help), all of the default's type; --bound SECONDS ends a run that hangs."""
    parser = argparse.ArgumentParser(description=description)
    more.setdefault("bound", (900, "seconds after which the run is given up"))
    for name, (default, text) in more.items():
        parser.add_argument("--" + name, type=type(default), default=default, help="%s (default %s)" % (text, default))
    options = parser.parse_args()
    # Raised in the main thread wherever it waits, so that the children end too.
    signal.signal(signal.SIGALRM, lambda *_: sys.exit("given up after %d s" % options.bound))
    signal.alarm(options.bound)
    return options


def start(command, **options):
    """A child in a process group of its own."""
    child = subprocess.Popen([str(part) for part in command], start_new_session=True, **options)
    _children.append(child)
    return child


def stop(child, patience=20):
    """Ends a child, gently first, and then whatever is left of its group."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            print("process %d: still there %d s after SIGTERM, killed" % (child.pid, patience), file=sys.stderr)
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream:
            try:
                stream.close()
            except BrokenPipeError:
                pass
    if child in _children:
        _children.remove(child)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def bootstrap():
    """A folder with thaw's own Python bootstrap, compiled as thaw does: `bootstrap.pyc`."""
    target = WORK / "bootstrap"
    if not target.exists():
        target.mkdir()
        subprocess.run([PYTHON, "-I", "-S", "-c", "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2],"
                        " '/var/runtime/bootstrap.py', doraise=True)", str(BOOTSTRAP / "bootstrap.py"),
                        str(target / "bootstrap.pyc")], check=True, timeout=60)
    return target


def task(source, name="task"):
    """A directory with that app.py in it."""
    target = WORK / name
    target.mkdir(exist_ok=True)
    (target / "app.py").write_text(source)
    return target


def classes():
    """The Java programs of the warm benchmark, compiled."""
    target = WORK / "classes"
    if not target.exists():
        sources = sorted((ROOT / "benchmarks/warm").glob("*.java"))
        subprocess.run([str(JAVA.with_name("javac")), "-d", str(target)] + [str(s) for s in sources],
                       check=True, timeout=120)
    return target


class Load:
    """The load client on one target."""

    def __init__(self, port, path, body, expected):
        self.port, self.path, self.body, self.expected = port, path, body, expected

    def __call__(self, connections, warmup, calls=0, seconds=0):
        done = subprocess.run(
            [str(JAVA), "-XX:+UseSerialGC", "-cp", str(classes()), "Load", str(self.port), self.path, str(connections),
             str(warmup), str(calls), str(seconds), self.body, self.expected],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
        if done.returncode:
            raise Failed("port %d: %s" % (self.port, done.stderr.strip() or "load ended with %d" % done.returncode))
        return json.loads(done.stdout)


class Thaw:
    """A thaw of our own, with a data folder that ends with the benchmark."""

    def __init__(self):
        self.port = free_port()
        self.data = WORK / ("data-%d" % self.port)
        self.log = WORK / ("thaw-%d.log" % self.port)
        with open(self.log, "wb") as log:
            self.process = start([ROOT / "thaw", "up", "--port", self.port, "--data", self.data,
                                  "--runtime", "%s=%s" % (RUNTIME, PYTHON)],
                                 stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        # The launcher may have to build first.
        deadline = time.monotonic() + 300
        while not answers(self.port, "/2015-03-31/functions"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Failed("thaw up: not serving; it said:\n" + self.log.read_text())
            time.sleep(0.02)

    def call(self, method, path, document=None, body=None, headers=None, timeout=60):
        """One request on a connection of its own: status, headers, body."""
        if document is not None:
            body = json.dumps(document).encode()
        return request(self.port, method, path, body, headers, timeout)

    def create(self, name, source, memory, timeout=30, environment=None):
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("app.py", source)
        status, _, body = self.call("POST", "/2015-03-31/functions", {
            "FunctionName": name, "Runtime": RUNTIME, "Handler": "app.handler", "MemorySize": memory,
            "Timeout": timeout, "Role": "arn:aws:iam::000000000000:role/benchmark",
            "Environment": {"Variables": environment or {}},
            "Code": {"ZipFile": base64.b64encode(package.getvalue()).decode()}})
        if status != 201:
            raise Failed("CreateFunction %s: %d %s (expected: 201)" % (name, status, body.decode()))
        self.await_ready(name)

    def renew(self, name, number):
        """Makes the next call of a function a cold one: its environments are of an older configuration."""
        status, _, body = self.call("PUT", "/2015-03-31/functions/%s/configuration" % name,
                                    {"Environment": {"Variables": {"NUMBER": str(number)}}})
        if status != 200:
            raise Failed("UpdateFunctionConfiguration %s: %d %s (expected: 200)" % (name, status, body.decode()))
        self.await_ready(name)

    def await_ready(self, name):
        deadline = time.monotonic() + 30
        while True:
            status, _, body = self.call("GET", "/2015-03-31/functions/%s/configuration" % name)
            document = json.loads(body)
            if status == 200 and document["State"] == "Active" and document["LastUpdateStatus"] == "Successful":
                return
            if time.monotonic() > deadline:
                raise Failed("function %s: %d %s (expected: Active)" % (name, status, body.decode()))
            time.sleep(0.01)

    def invoke(self, name, event, timeout=60):
        status, headers, body = self.call("POST", invocations(name), body=event, timeout=timeout)
        if status != 200 or "x-amz-function-error" in headers:
            raise Failed("Invoke %s: %d %s %s" % (name, status, headers.get("x-amz-function-error", ""), body.decode()))
        return json.loads(body)

    def isolation(self):
        """What thaw says it isolates with, in its first line."""
        deadline = time.monotonic() + 10
        while "(" not in self.log.read_text() and time.monotonic() < deadline:
            time.sleep(0.02)  # it serves a moment before it says so
        line = self.log.read_text().strip().splitlines()[-1]
        return line[line.find("(") + 1:].split(",")[0]

    def stop(self):
        stop(self.process)


def invocations(name):
    return "/2015-03-31/functions/%s/invocations" % name


def request(port, method, path, body=None, headers=None, timeout=60):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, dict({"Content-Type": "application/json"}, **(headers or {})))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def answers(port, path, method="GET", body=None):
    """Whether somebody answers there, whatever it is."""
    try:
        request(port, method, path, body, timeout=10)
        return True
    except (OSError, http.client.HTTPException):
        return False


def family(pid):
    """A process and its descendants, by the parents in /proc."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open("/proc/%s/stat" % entry) as stat:
                    children.setdefault(int(stat.read().rpartition(")")[2].split()[1]), []).append(int(entry))
            except OSError:
                pass  # ended meanwhile
    found, open_ends = [], [pid]
    while open_ends:
        one = open_ends.pop()
        found.append(one)
        open_ends += children.get(one, [])
    return found


def memory_mb(pids, *fields):
    """Of processes together: Rss, Pss (shared pages by share) or other lines of their smaps_rollup.

    Processes that have ended count nothing; one that may not be read would make the sum a lie.
    """
    total = 0
    for pid in pids:
        try:
            with open("/proc/%d/smaps_rollup" % pid) as rollup:
                total += sum(int(line.split()[1]) for line in rollup if line.split(":")[0] in fields)
        except PermissionError:
            raise Failed("memory of process %d: not readable for uid %d (expected: one's own or root's view)"
                         % (pid, os.getuid())) from None
        except OSError:
            pass
    return total / 1024


def cpu_seconds(pid):
    """User and system time of a living process and of its children that have ended, in ticks of 10 ms."""
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def machine():
    model = ""
    try:
        with open("/proc/cpuinfo") as info:
            model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), "")
    except OSError:
        pass
    print("%s, %d CPUs, Linux %s, load %.2f, %s"
          % (model or platform.machine(), os.cpu_count(), platform.release(), os.getloadavg()[0], RUNTIME))


def table(head, rows):
    cells = [[str(cell) for cell in row] for row in [head] + rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        print("  " + row[0].ljust(widths[0]) + "".join("  " + cell.rjust(w) for cell, w in zip(row[1:], widths[1:])))


def turned(names, by):
    """Each arm begins a round in its turn, so that none always follows the same other."""
    by %= len(names)
    return names[by:] + names[:by]


def middle(rounds, key):
    return median([one[key] for one in rounds])


def median(values):
    return statistics.median(values)


def spread(values, digits=1):
    """Median with the range of all rounds."""
    return "%.*f (%.*f-%.*f)" % (digits, median(values), digits, min(values), digits, max(values))


def verdict(text, value, limit, at_most=True, digits=2):
    met = value <= limit if at_most else value >= limit
    print("  %s: %.*f (%s %g) %s" % (text, digits, value, "at most" if at_most else "at least", limit,
                                     "met" if met else "NOT MET"))
    return met
