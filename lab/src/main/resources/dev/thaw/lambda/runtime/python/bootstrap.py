import time; BOOTED = time.monotonic_ns() if hasattr(time, "monotonic_ns") else int(time.monotonic() * 1e9)

# thaw's runtime client for Python functions: behaves as AWS's own does, starts faster.
#
# It runs before every cold start, so it imports only what every function needs. `json`, `logging`
# and `traceback` cost 5 to 30 ms; they come when they are used: JSON goes through the accelerator
# that `json` itself uses, and the root logger gets Lambda's handler at the moment that anything
# imports `logging`. The syntax is that of Python 3.6.

import marshal
import os
import sys
import _socket

API = "/2018-06-01/runtime/"
MAX_CAUSE_BYTES = 64 * 1024
NON_ASCII_RUNTIMES = tuple("AWS_Lambda_python3.%d" % minor for minor in range(12, 30))

# In AWS's managed runtime without being in the package; here only after `thaw runtime add python`.
CARRIED_BY_AWS = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")


def now_ns():
    return time.monotonic_ns() if hasattr(time, "monotonic_ns") else int(time.monotonic() * 1e9)


class Fault(Exception):
    """An error of the runtime's own kind, named as AWS names it."""

    def __init__(self, kind, message, trace=None):
        Exception.__init__(self, message)
        self.kind = kind
        self.message = message
        self.trace = trace


class RuntimeApiError(Exception):
    """The Runtime API refused a call or could not be reached."""


# ---------------------------------------------------------------------------------------- JSON


def refuse_constant(name):
    raise ValueError("Expecting value: %s is not JSON" % name)


class ScannerSettings:
    """What the accelerated scanner asks its decoder for."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(refuse_constant)
    memo = None


def json_scanner():
    try:
        from _json import make_scanner

        return make_scanner(ScannerSettings())
    except Exception:  # not CPython, or a CPython whose accelerator has changed
        return None


def json_default(value):
    if isinstance(value, bytes):
        return str(value, "utf-8")
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def json_encoder(ascii_only):
    try:
        from _json import encode_basestring, encode_basestring_ascii, make_encoder

        quote = encode_basestring_ascii if ascii_only else encode_basestring
        encoder = make_encoder(None, json_default, quote, None, ": ", ", ", False, False, True)
        if "".join(encoder(["\u00e9", 1], 0)) == ('["\\u00e9", 1]' if ascii_only else '["\u00e9", 1]'):
            return encoder, quote
    except Exception:
        pass
    import json.encoder

    return None, (
        json.encoder.encode_basestring_ascii if ascii_only else json.encoder.encode_basestring
    )


SCAN = json_scanner()
ASCII_ONLY = os.environ.get("AWS_EXECUTION_ENV") not in NON_ASCII_RUNTIMES
ENCODE, QUOTE = json_encoder(ASCII_ONLY)


def from_json(body):
    if SCAN is not None:
        try:
            text = body.decode("utf-8").strip(" \t\n\r")
            value, end = SCAN(text, 0)
            if end == len(text):
                return value
        except (ValueError, StopIteration, RecursionError):
            pass
    import json  # slower, and tells what is wrong and where

    return json.loads(body.decode("utf-8-sig"), parse_constant=refuse_constant)


def to_json(value):
    """JSON as AWS's client writes it: named tuples are objects, bytes are text, Decimal is a number.

    The accelerated encoder knows none of that, but a value which `marshal` takes holds only exact
    built-in types, and for those there is no difference.
    """
    if ENCODE is not None:
        try:
            marshal.dumps(value)
            return "".join(ENCODE(value, 0))
        except (ValueError, TypeError, RecursionError):
            pass
    chunks = []
    write_json(value, chunks.append, {})
    return "".join(chunks)


def number_text(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return float.__repr__(value)


def json_key(key):
    if isinstance(key, bytes):
        return str(key, "utf-8")
    if isinstance(key, str):
        return key
    if key is None or key is True or key is False:
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, float):
        return number_text(key)
    if isinstance(key, int):
        return int.__repr__(key)
    raise TypeError(
        "keys must be str, int, float, bool or None, not %s" % type(key).__name__
    )


def write_json(value, write, parents):
    if value is None or value is True or value is False:
        write({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, (str, bytes)):
        write(QUOTE(str(value, "utf-8") if isinstance(value, bytes) else value))
    elif isinstance(value, float):
        write(number_text(value))
    elif isinstance(value, int):
        write(int.__repr__(value))
    elif isinstance(value, (dict, list, tuple)):
        if id(value) in parents:
            raise ValueError("Circular reference detected")
        parents[id(value)] = value
        as_dict = getattr(value, "_asdict", None) if isinstance(value, tuple) else None
        items = as_dict() if callable(as_dict) else value
        between = ""
        if isinstance(items, dict):
            # keys that become equal ("1" and 1) appear once, with the last value
            members = {}
            for key, item in items.items():
                members[json_key(key)] = item
            write("{")
            for key, item in members.items():
                write(between + QUOTE(key) + ": ")
                write_json(item, write, parents)
                between = ", "
            write("}")
        else:
            write("[")
            for item in items:
                write(between)
                write_json(item, write, parents)
                between = ", "
            write("]")
        del parents[id(value)]
    else:
        decimal = sys.modules.get("decimal")
        if decimal is None or not isinstance(value, decimal.Decimal):
            json_default(value)
        write("NaN" if value.is_nan() else str(value))


# --------------------------------------------------------------------------------- Runtime API


class Connection:
    """One kept-alive HTTP/1.1 connection to the Runtime API over a bare socket."""

    def __init__(self, address):
        self.address = address
        host, _, port = address.rpartition(":")
        if not host:
            host, port = address, "80"
        self.family = _socket.AF_INET6 if host.startswith("[") else _socket.AF_INET
        self.peer = (host.strip("[]"), int(port))
        self.socket = None
        self.pending = b""
        agent = "aws-lambda-python/%d.%d.%d-thaw" % sys.version_info[:3]
        self.common = "Host: %s\r\nUser-Agent: %s\r\n" % (address, agent)

    def call(self, method, path, headers="", body=b""):
        """Sends a request; answers (status, headers with lower-case names, body)."""
        head = "%s %s%s HTTP/1.1\r\n%s%s" % (method, API, path, self.common, headers)
        if method == "POST":
            head += "Content-Length: %d\r\n" % len(body)
        head = (head + "\r\n").encode("utf-8")
        reused = self.socket is not None
        while True:
            try:
                if self.socket is None:
                    self.connect()
                if len(body) < 65536:
                    self.socket.sendall(head + body)
                else:
                    self.socket.sendall(head)
                    self.socket.sendall(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it may have answered without reading the whole body, or closed while idle
            try:
                answer = self.answer()
            except ConnectionResetError:
                answer = None
            if answer is not None:
                return answer
            self.disconnect()
            if not reused:
                raise RuntimeApiError(
                    "Runtime API %s closed the connection during %s %s" % (self.address, method, path)
                )
            reused = False

    def connect(self):
        self.socket = _socket.socket(self.family, _socket.SOCK_STREAM)
        self.socket.connect(self.peer)
        self.socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)

    def disconnect(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None
        self.pending = b""

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise RuntimeApiError("Runtime API %s closed the connection in mid-answer" % self.address)
        return data

    def line(self):
        while b"\r\n" not in self.pending:
            self.pending += self.more()
        line, _, self.pending = self.pending.partition(b"\r\n")
        return line

    def exactly(self, size):
        have = len(self.pending)
        if have >= size:
            data, self.pending = self.pending[:size], self.pending[size:]
            return data
        data = bytearray(size)
        data[:have] = self.pending
        self.pending = b""
        rest = memoryview(data)[have:]
        while len(rest):
            got = self.socket.recv_into(rest)
            if got == 0:
                raise RuntimeApiError(
                    "Runtime API %s closed the connection in mid-answer" % self.address
                )
            rest = rest[got:]
        return bytes(data)

    def answer(self):
        """Reads one answer; None if the connection was closed before its first byte."""
        data = self.pending
        if not data:
            data = self.socket.recv(65536)
            if not data:
                return None
        end = data.find(b"\r\n\r\n")
        while end < 0:
            data += self.more()
            end = data.find(b"\r\n\r\n")
        self.pending = data[end + 4 :]
        lines = data[:end].decode("utf-8", "surrogateescape").split("\r\n")
        status = int(lines[0].split(" ", 2)[1])
        if 100 <= status < 200:
            return self.answer()
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if status == 204 or status == 304:
            body = b""
        elif headers.get("transfer-encoding", "").lower() == "chunked":
            body = self.chunks()
        elif "content-length" in headers:
            body = self.exactly(int(headers["content-length"]))
        else:
            headers["connection"] = "close"
            parts = [self.pending]
            while parts[-1] or len(parts) == 1:
                parts.append(self.socket.recv(65536))
            body = b"".join(parts)
        if headers.get("connection", "").lower() == "close":
            self.disconnect()
        return status, headers, body

    def chunks(self):
        parts = []
        while True:
            size = int(self.line().split(b";")[0], 16)
            if size == 0:
                while self.line():
                    pass
                return b"".join(parts)
            parts.append(self.exactly(size))
            self.line()


# ----------------------------------------------------------------------------------------- logs

LEVELS = {0: 0x03, 10: 0x0B, 20: 0x0F, 30: 0x13, 40: 0x17, 50: 0x1B}


def frame_type(level, as_json):
    """The first four bytes of a frame: 0xa55a00 and a byte of level and format."""
    kind = LEVELS.get(level, LEVELS[0])
    return b"\xa5\x5a\x00" + bytes([kind - 1 if as_json else kind])


class StdoutSink:
    """Where nobody reads frames: line ends within a record become carriage returns."""

    def log(self, text, frame=None):
        sys.stdout.write(text)

    def log_error(self, lines, frame):
        sys.stdout.write("\r".join(lines) + "\n")


class FramedSink:
    """Type, length, microseconds since the epoch (4, 4 and 8 bytes, big-endian), then the record."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def log(self, text, frame=None):
        payload = text.encode("utf-8", "backslashreplace")
        data = b"".join(
            (
                frame or frame_type(0, False),
                len(payload).to_bytes(4, "big"),
                int(time.time() * 1000000).to_bytes(8, "big"),
                payload,
            )
        )
        written = os.write(self.descriptor, data)
        while written < len(data):
            data = data[written:]
            written = os.write(self.descriptor, data)

    def log_error(self, lines, frame):
        self.log("\n".join(lines), frame)


class Unbuffered:
    """A standard stream whose every write is out at once, since the process may be frozen next."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def write(self, text):
        written = self.stream.write(text)
        self.stream.flush()
        return written

    def writelines(self, lines):
        self.stream.writelines(lines)
        self.stream.flush()


class Current:
    """The invocation in progress, for log records."""

    request_id = None
    tenant_id = None


JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
LOG_LEVEL = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
LOG_LEVEL = "DEBUG" if LOG_LEVEL == "TRACE" else LOG_LEVEL

RECORD_FIELDS = frozenset(
    "name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno"
    " funcName created msecs relativeCreated thread threadName processName process"
    " aws_request_id tenant_id _frame_type".split()
)


def install_log_handler(logging, sink):
    """Gives the root logger Lambda's handler."""

    class LambdaLoggerHandler(logging.Handler):
        def __init__(self):
            logging.Handler.__init__(self)
            self.log_sink = sink

        def emit(self, record):
            text = self.format(record)
            frame = None
            if JSON_LOGS or LOG_LEVEL:
                frame = frame_type(min(50, max(0, record.levelno)) // 10 * 10, JSON_LOGS)
            sink.log(text, frame)

    class LambdaLoggerFilter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = Current.request_id or ""
            record.tenant_id = Current.tenant_id
            return True

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            record.levelno = min(50, max(0, record.levelno)) // 10 * 10
            record.levelname = logging.getLevelName(record.levelno)
            plain = isinstance(record.msg, dict) and not record.args
            result = {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
                "level": record.levelname,
                "message": record.msg if plain else record.getMessage(),
                "logger": record.name,
            }
            if record.exc_info and record.exc_info[0]:
                import traceback

                kind, value, trace = record.exc_info
                result["stackTrace"] = traceback.format_tb(trace)
                result["errorType"] = kind.__name__
                result["errorMessage"] = str(value)
                result["location"] = "%s:%s:%s" % (record.pathname, record.funcName, record.lineno)
            result["requestId"] = getattr(record, "aws_request_id", None)
            result["tenantId"] = getattr(record, "tenant_id", None)
            for name, value in record.__dict__.items():
                if name not in RECORD_FIELDS and name not in result:
                    result[name] = value
            import json

            present = {name: value for name, value in result.items() if value is not None}
            return json.dumps(present, ensure_ascii=False, default=str) + "\n"

    logging.Formatter.converter = time.gmtime
    handler = LambdaLoggerHandler()
    if JSON_LOGS:
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(
            logging.Formatter(
                "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
                "%Y-%m-%dT%H:%M:%S",
            )
        )
    handler.addFilter(LambdaLoggerFilter())
    root = logging.getLogger()
    if LOG_LEVEL in ("CRITICAL", "FATAL", "ERROR", "WARN", "WARNING", "INFO", "DEBUG", "NOTSET"):
        root.setLevel(LOG_LEVEL)
    root.addHandler(handler)


class LoggingWatch:
    """Sees the import of `logging`, lets it happen, and installs the handler before anyone logs."""

    def __init__(self, sink):
        self.sink = sink

    def find_spec(self, name, path=None, target=None):
        if name != "logging" or path is not None:
            return None
        sys.meta_path.remove(self)
        spec = None
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                break
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module
        sink = self.sink

        def exec_module(module):
            execute(module)
            if "exec_module" in spec.loader.__dict__:
                del spec.loader.exec_module
            if hasattr(module, "getLogger"):
                install_log_handler(module, sink)

        spec.loader.exec_module = exec_module
        return spec


def watch_logging(sink):
    if "logging" in sys.modules:
        install_log_handler(sys.modules["logging"], sink)
    else:
        sys.meta_path.insert(0, LoggingWatch(sink))


def log_error(error, sink):
    frame = frame_type(40, JSON_LOGS)
    if JSON_LOGS:
        record = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "level": "ERROR"}
        record.update(error)
        sink.log_error([to_json(record)], frame)
        return
    head = "[ERROR]"
    if error["errorType"]:
        head += " " + error["errorType"] + (":" if error["errorMessage"] else "")
    if error["errorMessage"]:
        head += " " + error["errorMessage"]
    lines = [head, "Traceback (most recent call last):"]
    for entry in error["stackTrace"]:
        for line in entry.splitlines() or [""]:
            text = line.lstrip(" ")
            lines.append("\u00a0" * (len(line) - len(text)) + text)
    sink.log_error(lines, frame)


# --------------------------------------------------------------------------------------- errors


def hint_for(error):
    """What to do about a module that AWS's managed runtime carries and this one lacks."""
    name = getattr(error, "name", None) if isinstance(error, ImportError) else None
    if name and name.split(".")[0] in CARRIED_BY_AWS and str(error).startswith("No module named"):
        return (
            " (AWS's managed runtime carries %s; `thaw runtime add python` brings it here)"
            % name.split(".")[0]
        )
    return ""


def describe(error):
    """The frames of an exception from the function's first on, as (file, line, name, text)."""
    import traceback

    frames = [
        (frame.filename, frame.lineno, frame.name, frame.line)
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    for index, frame in enumerate(frames):
        if "/bootstrap.py" not in frame[0]:
            frames = frames[index:]
            break
    return frames, traceback.format_list(frames)


def error_document(message, kind, trace, request_id=""):
    return {
        "errorMessage": message or "",
        "errorType": kind or "",
        "requestId": request_id or "",
        "stackTrace": trace or [],
    }


def xray_cause(kind, message, frames):
    """X-Ray's description of an error as one header line; frames are dropped until it fits."""
    import json

    stack = [{"label": name, "path": file, "line": line} for file, line, name, _ in frames]
    paths = list({file: None for file, _, _, _ in frames})
    while True:
        cause = {
            "working_directory": os.getcwd(),
            "exceptions": [{"message": message, "type": kind, "stack": stack}],
            "paths": paths,
        }
        text = json.dumps(cause)
        if len(text) <= MAX_CAUSE_BYTES:
            return text
        if not stack:
            message = message[: len(message) // 2]
        stack = stack[: len(stack) // 2]
        paths = paths[: len(paths) // 2]


# -------------------------------------------------------------------------------------- context


class Fields:
    """An object whose attributes come from a JSON object; those that are not there are None."""

    __slots__ = ()

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self):
        fields = ",".join("%s=%s" % (name, getattr(self, name)) for name in self.__slots__)
        return "%s([%s])" % (type(self).__name__, fields)


class CognitoIdentity(Fields):
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]


class Client(Fields):
    __slots__ = [
        "installation_id",
        "app_title",
        "app_version_name",
        "app_version_code",
        "app_package_name",
    ]


class ClientContext(Fields):
    __slots__ = ["custom", "env", "client"]


class LambdaContext:
    """The second argument of every handler."""

    def __init__(self, headers, sink):
        environment = os.environ.get
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id")
        self.log_group_name = environment("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._w3c_fields = {}
        self.client_context = None
        client = header_json(headers, "lambda-runtime-client-context", "Client Context")
        if client is not None:
            w3c = client.pop("w3c", None) if isinstance(client, dict) else None
            if isinstance(w3c, dict):
                self._w3c_fields = {
                    name: w3c[name]
                    for name in ("traceparent", "tracestate", "baggage")
                    if isinstance(w3c.get(name), str)
                }
            self.client_context = ClientContext(client)
            if self.client_context.client is not None:
                self.client_context.client = Client(self.client_context.client)
        identity = header_json(headers, "lambda-runtime-cognito-identity", "Cognito Identity") or {}
        self.identity = CognitoIdentity({})
        self.identity.cognito_identity_id = identity.get("cognitoIdentityId")
        self.identity.cognito_identity_pool_id = identity.get("cognitoIdentityPoolId")
        self._epoch_deadline_time_in_ms = int(headers.get("lambda-runtime-deadline-ms", 0))
        self._sink = sink

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def w3c(self):
        return dict(self._w3c_fields)

    def log(self, message):
        if "logging" in sys.modules:
            handlers = sys.modules["logging"].getLogger().handlers
            if not any(hasattr(handler, "log_sink") for handler in handlers):
                sys.stdout.write(str(message))
                return
        self._sink.log(str(message))

    def __repr__(self):
        names = (
            "aws_request_id log_group_name log_stream_name function_name memory_limit_in_mb"
            " function_version invoked_function_arn client_context identity tenant_id"
        )
        fields = ",".join("%s=%s" % (name, getattr(self, name)) for name in names.split())
        return "LambdaContext([%s])" % fields


def header_json(headers, name, title):
    text = headers.get(name)
    if not text:
        return None
    try:
        return from_json(text.encode("utf-8", "surrogateescape"))
    except Exception as error:
        raise Fault(
            "Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (title, error)
        )


# ------------------------------------------------------------------------------------- the loop


def load(handler):
    module_name, dot, function_name = handler.rpartition(".")
    if not dot:
        raise Fault(
            "Runtime.MalformedHandlerName",
            "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % handler,
        )
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "Runtime.BuiltInModuleConflict",
            "Cannot use built-in module %s as a handler module" % module_name,
        )
    name = module_name.replace("/", ".")
    try:
        __import__(name)  # not importlib, which costs milliseconds before the function's own imports
        module = sys.modules[name]
    except ImportError as error:
        raise Fault(
            "Runtime.ImportModuleError",
            "Unable to import module '%s': %s%s" % (module_name, error, hint_for(error)),
        )
    except SyntaxError as error:
        place = '  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)
        raise Fault(
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module '%s': %s" % (module_name, error),
            [place],
        )
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault(
            "Runtime.HandlerNotFound",
            "Handler '%s' missing on module '%s'" % (function_name, module_name),
        )


def init_failed(api, sink, error):
    if isinstance(error, Fault):
        document = error_document(error.message, error.kind, error.trace)
    else:
        document = error_document(str(error), type(error).__name__, describe(error)[1])
    import logging

    logging.warning(
        "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function"
        " code. However, in rare cases, a Lambda runtime update can cause unexpected function"
        " behavior. For functions using managed runtimes, runtime updates can be triggered by a"
        " function change, or can be applied automatically. To determine if the runtime has been"
        " updated, check the runtime version in the INIT_START log entry. If this error correlates"
        " with a change in the runtime version, you may be able to mitigate this error by"
        " temporarily rolling back to the previous runtime version. For more information, see"
        " https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r"
    )
    log_error(document, sink)
    post(
        api,
        "init/error",
        "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: %s\r\n"
        % header_text(document["errorType"]),
        to_json(document).encode("utf-8", "backslashreplace"),
        "init error",
    )
    sys.exit(1)


def header_text(text):
    return text.replace("\r", " ").replace("\n", " ")


def post(api, path, headers, body, what):
    status, _, _ = api.call("POST", path, headers, body)
    if status != 202:
        sys.stdout.write(
            "[ERROR] [%d] LAMBDA_RUNTIME Failed to post handler %s response."
            " Http response code: %d.\n" % (time.time() * 1000, what, status)
        )
        raise RuntimeError("Failed to post invocation %s" % ("response" if what == "success" else what))


def invoke(api, handler, headers, body, sink):
    request_id = headers.get("lambda-runtime-aws-request-id")
    try:
        context = LambdaContext(headers, sink)
        event = body
        if headers.get("content-type") == "application/json":
            try:
                event = from_json(body)
            except Exception as error:
                raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
        response = handler(event, context)
        if isinstance(response, bytes):
            content_type = "application/unknown"
        else:
            content_type = "application/json"
            try:
                response = to_json(response)
            except Exception as error:
                raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)
    except Fault as fault:
        cause = xray_cause("LambdaValidationError", fault.message, [])
        document = error_document(fault.message, fault.kind, fault.trace, request_id)
    except Exception as error:
        frames, trace = describe(error)
        kind, message = type(error).__name__, str(error) + hint_for(error)
        cause = xray_cause(kind, message, frames)
        document = error_document(message, kind, trace, request_id)
    else:
        post(
            api,
            "invocation/%s/response" % request_id,
            "Content-Type: %s\r\n" % content_type,
            response if isinstance(response, bytes) else response.encode("utf-8"),
            "success",
        )
        return
    log_error(document, sink)
    post(
        api,
        "invocation/%s/error" % request_id,
        "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: %s\r\n"
        "Lambda-Runtime-Function-XRay-Error-Cause: %s\r\n"
        % (header_text(document["errorType"]), cause),
        to_json(document).encode("utf-8", "backslashreplace"),
        "error",
    )


def prepare(opt):
    """Arranges `sys.path` as AWS does and makes up for what `-S` left out.

    The interpreter is started without `site`, so that packages which happen to be installed on
    this machine, and `.pth` files, neither hide a missing dependency nor cost time.
    """
    task = os.environ.get("LAMBDA_TASK_ROOT") or os.getcwd()
    runtime = os.environ.get("LAMBDA_RUNTIME_DIR") or os.path.dirname(os.path.abspath(__file__))
    library = "%s/python/lib/python%d.%d/site-packages" % ((opt,) + sys.version_info[:2])
    path = [task, library, opt + "/python"]
    for entry in sys.path:
        if entry and entry not in path:
            path.append(entry)
    sys.path[:] = path
    sys.argv[:] = [runtime + "/bootstrap.py"]
    if sys.flags.no_site:
        import site

        site.setquit()
        site.setcopyright()
        site.sethelper()
        if os.environ.get("PYTHONPATH", runtime) != runtime:
            site.execsitecustomize()


def main():
    prepare(sys.argv[1] if len(sys.argv) > 1 else "/opt")
    sys.stdout = Unbuffered(sys.stdout)
    sys.stderr = Unbuffered(sys.stderr)
    descriptor = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
    sink = StdoutSink() if descriptor is None else FramedSink(int(descriptor))
    watch_logging(sink)
    api = Connection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    before = now_ns()
    try:
        handler = load(os.environ.get("_HANDLER", ""))
    except Exception as error:
        init_failed(api, sink, error)
    stamps = "Thaw-Init-Stamps: boot=%d;import=%d;ready=%d\r\n" % (BOOTED, before, now_ns())

    while True:
        try:
            status, headers, body = api.call("GET", "invocation/next", stamps)
        except (RuntimeApiError, OSError):
            sys.exit(1)  # the environment is being shut down: nothing that belongs into its log
        stamps = ""
        if status != 200:
            raise RuntimeApiError(
                "Failed to get next invocation: status %d: %s"
                % (status, body[:1000].decode("utf-8", "replace"))
            )
        Current.request_id = headers.get("lambda-runtime-aws-request-id")
        Current.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        trace = headers.get("lambda-runtime-trace-id")
        if trace is not None:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        invoke(api, handler, headers, body, sink)


if __name__ == "__main__":
    main()
