"""Runs a Python function on the Lambda Runtime API, with the behaviour of AWS's own client.

Only modules that the interpreter has loaded anyway, or that are written in C, are imported at start: every further
import would be billed to the function's cold start.
"""
import sys
import os
import time
import json
import _socket

_NEXT = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\nUser-Agent: thaw-python/%s\r\n%s\r\n"
_POST = ("POST /2018-06-01/runtime/%s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n")
_NBSP = "\u00a0"
_MAX_CAUSE = 64 * 1024


class FaultException(Exception):
    """A failure of the runtime rather than of the handler."""

    def __init__(self, exception_type, msg, trace=None):
        super().__init__(msg)
        self.exception_type = exception_type
        self.msg = msg
        self.trace = trace


class Connection:
    """One kept-alive HTTP/1.1 connection to the Runtime API."""

    def __init__(self, address):
        self.address = address
        host, _, port = address.rpartition(":")
        family = _socket.AF_INET6 if ":" in host else _socket.AF_INET
        self.target = (_socket.getaddrinfo(host.strip("[]"), int(port), family)[0][4])
        self.family = family
        self.sock = None
        self.buffer = b""

    def exchange(self, head, body=b""):
        """Sends a request; gives status, headers and body of the answer."""
        if self.sock is None:
            self.sock = _socket.socket(self.family, _socket.SOCK_STREAM)
            self.sock.connect(self.target)
            self.sock.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
            self.buffer = b""
        data = head.encode("latin-1", "replace")
        if len(body) <= 65536:
            self.sock.sendall(data + body)
        else:
            self.sock.sendall(data)
            self.sock.sendall(body)
        return self._answer()

    def _more(self):
        piece = self.sock.recv(262144)
        if not piece:
            raise ConnectionError("the Runtime API closed the connection")
        return piece

    def _answer(self):
        data = self.buffer
        end = data.find(b"\r\n\r\n")
        while end < 0:
            data += self._more()
            end = data.find(b"\r\n\r\n")
        lines = data[:end].decode("utf-8", "replace").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        status = int(lines[0].split(" ", 2)[1])
        data = data[end + 4:]
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body, self.buffer = self._chunks(data)
        else:
            length = int(headers.get("content-length", "0"))
            if len(data) < length:
                pieces = [data]
                have = len(data)
                while have < length:
                    piece = self._more()
                    pieces.append(piece)
                    have += len(piece)
                data = b"".join(pieces)
            body, self.buffer = data[:length], data[length:]
        if headers.get("connection", "").lower() == "close":
            self.sock.close()
            self.sock = None
        return status, headers, body

    def _chunks(self, data):
        body = []
        while True:
            line_end = data.find(b"\r\n")
            while line_end < 0:
                data += self._more()
                line_end = data.find(b"\r\n")
            size = int(data[:line_end].split(b";")[0], 16)
            data = data[line_end + 2:]
            if size == 0:
                end = data.find(b"\r\n")
                while end != 0:
                    if end < 0:
                        data += self._more()
                    else:
                        data = data[end + 2:]
                    end = data.find(b"\r\n")
                return b"".join(body), data[2:]
            while len(data) < size + 2:
                data += self._more()
            body.append(data[:size])
            data = data[size + 2:]


class LogSink:
    """Where log records go: framed on the descriptor that the platform names, so that a record of several lines
    stays one, or plain on standard output."""

    def __init__(self):
        fd = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
        try:
            self.fd = int(fd) if fd else None
            if self.fd is not None:
                os.fstat(self.fd)
        except (ValueError, OSError):
            self.fd = None

    def write(self, text, frame_type=0xA55A0003):
        if self.fd is None:
            sys.stdout.write(text)
            return
        payload = text.encode("utf-8", "replace")
        micros = int(time.time() * 1000000)
        frame = (frame_type.to_bytes(4, "big") + len(payload).to_bytes(4, "big") + micros.to_bytes(8, "big") + payload)
        while frame:
            frame = frame[os.write(self.fd, frame):]

    def error(self, lines):
        if self.fd is None:
            sys.stdout.write("\r".join(lines) + "\n")
        else:
            self.write("\n".join(lines), 0xA55A0017)


_JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
_LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "WARNING": 30, "ERROR": 40, "FATAL": 50, "CRITICAL": 50}
_FRAME_LEVELS = {5: 1, 10: 2, 20: 3, 30: 4, 40: 5, 50: 6}
_log_sink = LogSink()


class _Now:
    """The request that is being handled."""

    request_id = None
    tenant_id = None


def _install_logging(logging):
    """Gives the root logger the handler that AWS's runtime gives it."""

    class Filter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = _Now.request_id or ""
            record.tenant_id = _Now.tenant_id
            return True

    class JsonFormatter(logging.Formatter):
        _own = set(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {
            "message", "asctime", "aws_request_id", "tenant_id", "taskName"}

        def format(self, record):
            seconds = time.gmtime(record.created)
            document = {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", seconds),
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
            }
            for key, value in vars(record).items():
                if key not in self._own:
                    document[key] = value
            if record.exc_info:
                import traceback
                document["stackTrace"] = traceback.format_tb(record.exc_info[2])
                document["errorType"] = record.exc_info[0].__name__
                document["errorMessage"] = str(record.exc_info[1])
                document["location"] = "%s:%s:%d" % (record.pathname, record.funcName, record.lineno)
            document["requestId"] = record.aws_request_id
            if record.tenant_id:
                document["tenantId"] = record.tenant_id
            return json.dumps(document, default=str, ensure_ascii=False) + "\n"

    class Handler(logging.Handler):
        def emit(self, record):
            level = _FRAME_LEVELS.get(record.levelno, 0)
            kind = 0xA55A0002 if _JSON_LOGS else 0xA55A0003
            _log_sink.write(self.format(record), kind | (level << 2))

    handler = Handler()
    if _JSON_LOGS:
        handler.setFormatter(JsonFormatter())
    else:
        formatter = logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
    handler.addFilter(Filter())
    logging.addLevelName(5, "TRACE")
    root = logging.getLogger()
    root.addHandler(handler)
    level = _LEVELS.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper())
    if _JSON_LOGS and level is not None:
        root.setLevel(level)


class _LoggingFinder:
    """Sets logging up at the moment somebody imports it, and costs nothing if nobody does."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(cls)
        from importlib.machinery import PathFinder
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module):
                run(module)
                _install_logging(module)

            spec.loader.exec_module = exec_module
        return spec


class _Record:
    """Named values, None where a client did not send them."""

    def __init__(self, **values):
        vars(self).update(values)

    def __repr__(self):
        return "%s([%s])" % (type(self).__name__, ",".join("%s=%s" % item for item in vars(self).items()))


class CognitoIdentity(_Record):
    pass


class Client(_Record):
    pass


class ClientContext(_Record):
    pass


def _client_context(text):
    if not text:
        return None
    document = json.loads(text)
    client = document.get("client") or {}
    return ClientContext(
        custom=document.get("custom"),
        env=document.get("env"),
        client=Client(**{name: client.get(name) for name in (
            "installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")}))


class LambdaContext:
    """What a handler learns about its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id", "")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = _client_context(headers.get("lambda-runtime-client-context"))
        cognito = json.loads(headers.get("lambda-runtime-cognito-identity") or "{}")
        self.identity = CognitoIdentity(
            cognito_identity_id=cognito.get("cognitoIdentityId"),
            cognito_identity_pool_id=cognito.get("cognitoIdentityPoolId"))
        self._epoch_deadline_time_in_ms = int(headers.get("lambda-runtime-deadline-ms") or 0)

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, msg):
        _log_sink.write(str(msg))

    def __repr__(self):
        names = ("aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb",
                 "function_version", "invoked_function_arn", "client_context", "identity", "tenant_id")
        return "LambdaContext([%s])" % ",".join("%s=%s" % (name, getattr(self, name)) for name in names)


def _error(message, kind, trace, request_id):
    return {"errorMessage": message if message else "", "errorType": kind if kind else "",
            "requestId": request_id if request_id is not None else "", "stackTrace": trace if trace else []}


def _stack(tb):
    import traceback
    frames = traceback.extract_tb(tb)
    own = os.path.dirname(os.path.abspath(__file__))
    first = 0
    for i, frame in enumerate(frames):
        name = frame[0]
        if name.startswith(own + os.sep) or name.startswith("<frozen importlib"):
            first = i + 1
        elif name.endswith(("/importlib/__init__.py", "/bootstrap.py")):
            first = i + 1
        else:
            break
    frames = frames[first:]
    return traceback.format_list(frames), frames


def _fault(exc_info, request_id):
    """The error document for what a handler or its module raised."""
    kind, value, tb = exc_info
    if isinstance(value, FaultException):
        return _error(value.msg, value.exception_type, value.trace, request_id), []
    trace, frames = _stack(tb)
    if isinstance(value, SyntaxError) and value.filename:
        trace = ['  File "%s" Line %s\n    %s\n' % (value.filename, value.lineno, (value.text or "").rstrip("\n"))]
    return _error(str(value), kind.__name__, trace, request_id), frames


def _log_error(document):
    head = "[ERROR]"
    if document["errorType"]:
        head += " " + document["errorType"]
        if document["errorMessage"]:
            head += ":"
    if document["errorMessage"]:
        head += " " + document["errorMessage"]
    if _JSON_LOGS:
        _log_sink.write(json.dumps({
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "log_level": "ERROR", "errorMessage": document["errorMessage"], "errorType": document["errorType"],
            "requestId": document["requestId"], "stackTrace": document["stackTrace"]},
            ensure_ascii=False) + "\n", 0xA55A0016)
        return
    lines = [head]
    if document["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        for element in document["stackTrace"]:
            for line in element.splitlines():
                text = line.lstrip(" ")
                lines.append(_NBSP * (len(line) - len(text)) + text)
    _log_sink.error(lines)


def _cause(document, frames):
    """X-Ray's view of the error, for the header; without stack where it would grow too large."""
    cause = {
        "working_directory": os.getcwd(),
        "exceptions": [{
            "message": document["errorMessage"],
            "type": document["errorType"],
            "stack": [{"label": frame[2], "path": frame[0], "line": frame[1]} for frame in reversed(frames)],
        }],
        "paths": sorted({frame[0] for frame in frames}),
    }
    text = json.dumps(cause)
    if len(text) > _MAX_CAUSE:
        cause["exceptions"][0]["stack"] = []
        text = json.dumps(cause)
    return "" if len(text) > _MAX_CAUSE else text


def _load(handler):
    """The function behind `module.name`, or a FaultException that says what is wrong."""
    try:
        module_name, function_name = handler.rsplit(".", 1)
    except ValueError as e:
        raise FaultException("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (handler, e))
    name = module_name.replace("/", ".")
    if name.split(".")[0] in sys.builtin_module_names:
        raise FaultException("Runtime.BuiltInModuleConflict",
                             "Cannot use built-in module %s as a handler module" % module_name)
    try:
        module = __import__(name)
        for part in name.split(".")[1:]:
            module = getattr(module, part)
    except ImportError as e:
        raise FaultException("Runtime.ImportModuleError",
                             "Unable to import module '%s': %s%s" % (module_name, e, _hint(e)))
    except SyntaxError as e:
        trace = ['  File "%s" Line %s\n    %s\n' % (e.filename, e.lineno, (e.text or "").rstrip("\n"))]
        raise FaultException("Runtime.UserCodeSyntaxError",
                             "Syntax error in module '%s': %s" % (module_name, e), trace)
    if not hasattr(module, function_name):
        raise FaultException("Runtime.HandlerNotFound",
                             "Handler '%s' missing on module '%s'" % (function_name, module_name))
    return getattr(module, function_name)


def _hint(error):
    missing = (getattr(error, "name", None) or "").split(".")[0]
    if missing in ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3"):
        return (" (AWS's managed runtime carries %s; thaw sees it after `thaw runtime add python`)" % missing)
    return ""


def _paths():
    """sys.path in AWS's order: the function, its layers, the runtime, the interpreter; nothing that merely happens
    to be installed on the machine."""
    task = os.environ.get("LAMBDA_TASK_ROOT", os.getcwd())
    runtime = os.path.dirname(os.path.abspath(__file__))
    opt = os.environ.get("THAW_OPT", "/opt")
    version = "python%d.%d" % sys.version_info[:2]
    first = [task, opt + "/python/lib/" + version + "/site-packages", opt + "/python", runtime]
    libraries = os.environ.pop("THAW_PYTHON_LIBRARIES", None)
    if libraries:
        first.append(libraries)
    os.environ.pop("THAW_OPT", None)
    rest = [p for p in sys.path if p and p not in first
            and not p.rstrip("/").endswith(("site-packages", "dist-packages"))]
    sys.path[:] = first + rest


def _header_text(text):
    return text.replace("\r", " ").replace("\n", " ")


def main(boot):
    _paths()
    sys.meta_path.insert(0, _LoggingFinder)
    if "logging" in sys.modules:
        sys.meta_path.remove(_LoggingFinder)
        _install_logging(sys.modules["logging"])
    clock = getattr(time, "monotonic_ns", None) or (lambda: int(time.monotonic() * 1e9))
    address = os.environ["AWS_LAMBDA_RUNTIME_API"]
    connection = Connection(address)
    version = "%d.%d.%d" % sys.version_info[:3]
    importing = clock()
    try:
        handler = _load(os.environ.get("_HANDLER", ""))
    except Exception:
        document, frames = _fault(sys.exc_info(), "")
        _log_error(document)
        body = json.dumps(document).encode("utf-8")
        extra = "Lambda-Runtime-Function-Error-Type: %s\r\n" % _header_text(document["errorType"])
        cause = _cause(document, frames)
        if cause:
            extra += "Lambda-Runtime-Function-XRay-Error-Cause: %s\r\n" % cause
        connection.exchange(_POST % ("init/error", address, "application/json", extra, len(body)), body)
        sys.exit(1)
    stamps = "Thaw-Init-Stamps: boot=%d;import=%d;ready=%d\r\n" % (boot, importing, clock())
    ask_first = _NEXT % (address, version, stamps)
    ask = _NEXT % (address, version, "")
    while True:
        try:
            status, headers, body = connection.exchange(ask_first)
        except ConnectionError:
            # The environment is being shut down.
            sys.exit(1)
        ask_first = ask
        if status != 200:
            sys.stderr.write("Runtime API: /next answered %d: %r\n" % (status, body[:200]))
            sys.exit(1)
        _handle(connection, address, handler, headers, body)


_ENSURE_ASCII = sys.version_info < (3, 12)


def _handle(connection, address, handler, headers, body):
    request_id = headers.get("lambda-runtime-aws-request-id", "")
    _Now.request_id = request_id
    _Now.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
    trace = headers.get("lambda-runtime-trace-id")
    if trace:
        os.environ["_X_AMZN_TRACE_ID"] = trace
    elif "_X_AMZN_TRACE_ID" in os.environ:
        del os.environ["_X_AMZN_TRACE_ID"]
    try:
        context = LambdaContext(headers)
        try:
            event = json.loads(body.decode("utf-8"))
        except Exception as e:
            raise FaultException("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % e)
        result = handler(event, context)
        content_type = "application/json"
        if isinstance(result, bytes):
            payload = result
            content_type = "application/unknown"
        else:
            try:
                payload = json.dumps(result, ensure_ascii=_ENSURE_ASCII).encode("utf-8")
            except Exception as e:
                raise FaultException("Runtime.MarshalError", "Unable to marshal response: %s" % e)
    except Exception:
        document, frames = _fault(sys.exc_info(), request_id)
        _log_error(document)
        payload = json.dumps(document).encode("utf-8")
        extra = "Lambda-Runtime-Function-Error-Type: %s\r\n" % _header_text(document["errorType"])
        cause = _cause(document, frames)
        if cause:
            extra += "Lambda-Runtime-Function-XRay-Error-Cause: %s\r\n" % cause
        head = _POST % ("invocation/%s/error" % request_id, address, "application/json", extra, len(payload))
    else:
        head = _POST % ("invocation/%s/response" % request_id, address, content_type, "", len(payload))
    connection.exchange(head, payload)
