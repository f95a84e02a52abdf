"""serverless-offline, the npm package, as a peer: on serverless 3 and on osls, installed into a cache directory."""
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import HELLO, PYTHON, RUNTIME, WORK, Failed

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "thaw-benchmarks"

# The last lines that go together: serverless-offline 14 is for serverless 4, which wants an account.
PACKAGES = {
    "serverless 3": ["serverless@3.40.0", "serverless-offline@13.9.0"],
    "osls": ["osls@4.3.1", "serverless-offline@14.8.2"],
}

# hello-python as an HTTP answer, so that one handler fits both doors.
SOURCE = HELLO + """

import json
_hello = handler


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps(_hello(event, context))}
"""

CONFIGURATION = """
service: peer
frameworkVersion: "*"
provider:
  name: aws
  runtime: %s
  stage: dev
  region: us-east-1
  memorySize: 1769
plugins:
  - serverless-offline
functions:
  hello:
    handler: app.handler
    timeout: 30
    events:
      - httpApi: "POST /hello"
"""

FUNCTION = "peer-dev-hello"


def _folder(cache, kind):
    return cache / kind.replace(" ", "-")


def installed(cache):
    return [kind for kind in PACKAGES if (_folder(cache, kind) / "complete").exists()]


def install(cache, kind):
    """Fetches from npm's registry what is not in the cache yet."""
    folder = _folder(cache, kind)
    done = folder / "complete"
    if done.exists() and done.read_text().split() == PACKAGES[kind]:
        return
    if not shutil.which("npm"):
        raise Failed("npm: not on PATH (expected: Node.js 20 or later with npm)")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private":true}\n')
    # osls stands in for the peer dependency `serverless`, which npm cannot know.
    try:
        npm = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel=error"]
                             + PACKAGES[kind], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, timeout=400)
    except subprocess.TimeoutExpired:
        raise Failed("npm install %s: no end after 400 s; is npm's registry reachable?"
                     % " ".join(PACKAGES[kind])) from None
    if npm.returncode:
        raise Failed("npm install %s failed; npm's registry is needed for this benchmark. npm said:\n%s"
                     % (" ".join(PACKAGES[kind]), npm.stdout[-1500:]))
    done.write_text(" ".join(PACKAGES[kind]) + "\n")


class service:
    """A service with hello-python, and the command that serves it."""

    def __init__(self, cache, kind):
        self.kind = kind
        self.directory = WORK / ("peer-" + kind.replace(" ", "-"))
        modules = _folder(cache, kind) / "node_modules"
        if not self.directory.exists():
            self.directory.mkdir()
            (self.directory / "serverless.yml").write_text(CONFIGURATION.lstrip() % RUNTIME)
            (self.directory / "app.py").write_text(SOURCE)
            (self.directory / "package.json").write_text('{"private":true}\n')
            (self.directory / "node_modules").symlink_to(modules)
            # serverless-offline calls `python3`, and shall get the interpreter that thaw gets.
            names = self.directory / "bin"
            names.mkdir()
            for name in ("python", "python3", RUNTIME):
                (names / name).write_text('#!/bin/sh\nexec "%s" "$@"\n' % PYTHON)
                (names / name).chmod(0o755)
        self.program = modules / ".bin" / ("osls" if kind == "osls" else "serverless")
        self.environment = dict(
            os.environ, PATH="%s:%s" % (self.directory / "bin", os.environ["PATH"]), HOME=str(WORK),
            SLS_TELEMETRY_DISABLED="1", SLS_TRACKING_DISABLED="1", SLS_NOTIFICATIONS_MODE="off",
            SLS_DEPRECATION_DISABLE="*", PYTHONDONTWRITEBYTECODE="1", AWS_ACCESS_KEY_ID="x",
            AWS_SECRET_ACCESS_KEY="x", AWS_REGION="us-east-1")

    def command(self, http, door):
        """With its two doors: HTTP as API Gateway, and Lambda's Invoke."""
        return [self.program, "offline", "start", "--host", "127.0.0.1", "--httpPort", http, "--lambdaPort", door,
                "--noTimeout"]
