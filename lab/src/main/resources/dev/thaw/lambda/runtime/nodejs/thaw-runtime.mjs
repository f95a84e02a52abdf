// The Runtime API loop, handler loading, console and errors. Only what a start needs is loaded at start.
import net from 'node:net';
import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { AsyncLocalStorage } from 'node:async_hooks';

const env = process.env;
const JSON_LOGS = (env.AWS_LAMBDA_LOG_FORMAT || '').toUpperCase() === 'JSON';
const LEVELS = { TRACE: 1, DEBUG: 2, INFO: 3, WARN: 4, ERROR: 5, FATAL: 6 };
const MIN_LEVEL = JSON_LOGS ? LEVELS[(env.AWS_LAMBDA_LOG_LEVEL || 'TRACE').toUpperCase()] || 1 : 1;
const current = new AsyncLocalStorage();
let requestId = '';

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

// ---- one kept-alive connection to the Runtime API ----

class Connection {
  constructor(address) {
    this.address = address;
    this.buffer = Buffer.alloc(0);
    this.waiting = null;
    this.socket = null;
  }

  open() {
    const colon = this.address.lastIndexOf(':');
    this.socket = net.connect({ host: this.address.slice(0, colon), port: Number(this.address.slice(colon + 1)), noDelay: true });
    this.socket.on('data', (piece) => {
      this.buffer = this.buffer.length ? Buffer.concat([this.buffer, piece]) : piece;
      this.parse();
    });
    this.socket.on('error', (e) => this.fail(e));
    this.socket.on('close', () => this.fail(new Error('the Runtime API closed the connection')));
  }

  fail(error) {
    this.socket = null;
    if (this.waiting) {
      const { reject } = this.waiting;
      this.waiting = null;
      reject(error);
    }
  }

  answer() {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.ref();
    });
  }

  exchange(method, where, headers, body) {
    if (!this.socket) this.open();
    let head = `${method} ${where} HTTP/1.1\r\nHost: ${this.address}\r\n`;
    for (const [name, value] of headers) head += `${name}: ${String(value).replace(/[\r\n]/g, ' ')}\r\n`;
    const answered = this.answer();
    if (body === undefined) {
      this.socket.write(head + '\r\n');
    } else {
      this.socket.cork();
      this.socket.write(head + `Content-Length: ${body.length}\r\n\r\n`);
      this.socket.write(body);
      this.socket.uncork();
    }
    return answered;
  }

  parse() {
    const end = this.buffer.indexOf('\r\n\r\n');
    if (end < 0 || !this.waiting) return;
    if (!this.head) {
      const lines = this.buffer.toString('utf8', 0, end).split('\r\n');
      const headers = {};
      for (const line of lines.slice(1)) {
        const colon = line.indexOf(':');
        headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
      }
      this.head = { status: Number(lines[0].split(' ')[1]), headers };
    }
    const chunked = (this.head.headers['transfer-encoding'] || '').toLowerCase() === 'chunked';
    const whole = chunked ? this.chunks(end + 4) : this.sized(end + 4);
    if (!whole) return;
    const { resolve } = this.waiting;
    const { status, headers } = this.head;
    this.waiting = null;
    this.head = null;
    this.buffer = this.buffer.subarray(whole.end);
    this.socket.unref();
    resolve({ status, headers, body: whole.body });
  }

  sized(start) {
    const end = start + Number(this.head.headers['content-length'] || 0);
    return this.buffer.length < end ? null : { body: this.buffer.subarray(start, end), end };
  }

  chunks(start) {
    const pieces = [];
    let at = start;
    for (;;) {
      const line = this.buffer.indexOf('\r\n', at);
      if (line < 0) return null;
      const size = parseInt(this.buffer.toString('latin1', at, line), 16);
      at = line + 2;
      if (size === 0) {
        const trailer = this.buffer.indexOf('\r\n', at);
        return trailer < 0 ? null : { body: Buffer.concat(pieces), end: trailer + 2 };
      }
      if (this.buffer.length < at + size + 2) return null;
      pieces.push(this.buffer.subarray(at, at + size));
      at += size + 2;
    }
  }
}

// ---- logs ----

let logFd = env._LAMBDA_TELEMETRY_LOG_FD ? Number(env._LAMBDA_TELEMETRY_LOG_FD) : 0;
delete env._LAMBDA_TELEMETRY_LOG_FD;
try {
  if (logFd) fs.fstatSync(logFd);
} catch {
  logFd = 0;
}

function writeAll(fd, buffer) {
  let at = 0;
  while (at < buffer.length) {
    try {
      at += fs.writeSync(fd, buffer, at);
    } catch (e) {
      if (e.code !== 'EAGAIN') throw e;
    }
  }
}

function writeLog(level, text) {
  if (!logFd) {
    // One event is one line here, so line breaks become carriage returns, as AWS's client writes them.
    writeAll(1, Buffer.from((JSON_LOGS ? text : text.replace(/\n/g, '\r')) + '\n'));
    return;
  }
  const payload = Buffer.from(text + '\n');
  const frame = Buffer.alloc(16);
  frame.writeUInt32BE(((JSON_LOGS ? 0xa55a0002 : 0xa55a0003) | (level << 2)) >>> 0, 0);
  frame.writeUInt32BE(payload.length, 4);
  frame.writeBigInt64BE(BigInt(Date.now()) * 1000n, 8);
  writeAll(logFd, Buffer.concat([frame, payload]));
}

function errorFields(error) {
  return {
    errorType: error?.name || typeof error,
    errorMessage: String(error?.message ?? error),
    stackTrace: typeof error?.stack === 'string' ? error.stack.split('\n') : [],
  };
}

function log(name, args) {
  const level = LEVELS[name];
  if (level < MIN_LEVEL) return;
  const id = current.getStore()?.requestId || requestId;
  if (!JSON_LOGS) {
    writeLog(level, `${new Date().toISOString()}\t${id || 'undefined'}\t${name}\t${util.format(...args)}`);
    return;
  }
  const record = { timestamp: new Date().toISOString(), level: name, requestId: id || undefined };
  if (args.length === 1 && !(args[0] instanceof Error) && (typeof args[0] === 'object' || typeof args[0] === 'string')) {
    record.message = args[0];
  } else {
    record.message = util.format(...args);
    const error = args.find((a) => a instanceof Error);
    if (error) Object.assign(record, errorFields(error));
  }
  let text;
  try {
    text = JSON.stringify(record);
  } catch {
    record.message = util.format(...args);
    text = JSON.stringify(record);
  }
  writeLog(level, text);
}

function patchConsole() {
  console.log = (...args) => log('INFO', args);
  console.info = (...args) => log('INFO', args);
  console.debug = (...args) => log('DEBUG', args);
  console.warn = (...args) => log('WARN', args);
  console.error = (...args) => log('ERROR', args);
  console.trace = (...args) => log('TRACE', args);
}

// ---- errors ----

function errorDocument(error) {
  if (error instanceof Error || (error && typeof error === 'object' && 'message' in error && 'name' in error)) {
    return {
      errorType: String(error.name || 'Error').replace(/\x7F/g, '%7F'),
      errorMessage: String(error.message ?? ''),
      trace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function xrayCause(error) {
  const stack = typeof error?.stack === 'string' ? error.stack.split('\n').slice(1) : [];
  const frames = stack.map((line) => {
    const m = /at (?:(.*?) \()?(.*?):(\d+):\d+\)?$/.exec(line.trim());
    return m ? { path: m[2], line: Number(m[3]), label: m[1] || 'anonymous' } : null;
  }).filter(Boolean);
  const cause = JSON.stringify({
    working_directory: process.cwd(),
    exceptions: [{ type: error?.name || typeof error, message: String(error?.message ?? error), stack: frames }],
    paths: [...new Set(frames.map((f) => f.path))],
  });
  return cause.length > 65536 || /[^\x20-\x7e]/.test(cause) ? '' : cause;
}

function errorHeaders(document, error) {
  const headers = [
    ['Content-Type', 'application/json'],
    ['Lambda-Runtime-Function-Error-Type', document.errorType.replace(/[^\x20-\x7e]/g, '?')],
  ];
  const cause = xrayCause(error);
  if (cause) headers.push(['Lambda-Runtime-Function-XRay-Error-Cause', cause]);
  return headers;
}

function logUncaught(title, error) {
  const document = errorDocument(error);
  log('ERROR', [`${title} \t${JSON.stringify({ ...document, trace: undefined, stack: document.trace })}`]);
}

// ---- response streaming ----

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER = 'aws.lambda.runtime.handler.streaming.highWaterMark';

function defineStreaming() {
  class HttpResponseStream {
    static from(stream, prelude) {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      const text = JSON.stringify(prelude);
      stream._onBeforeFirstWrite = (write) => {
        write(text);
        write(new Uint8Array(8));
      };
      return stream;
    }
  }
  globalThis.awslambda = {
    ...(globalThis.awslambda || {}),
    streamifyResponse(handler, options) {
      handler[STREAMING] = 'response';
      if (options?.highWaterMark) handler[HIGH_WATER] = options.highWaterMark;
      return handler;
    },
    HttpResponseStream,
  };
}

async function stream(connection, id, handler, event, context) {
  const { Writable } = await import('node:stream');
  let type = 'application/octet-stream';
  let begun = false;
  let answered;
  const socket = () => connection.socket;
  const begin = () => {
    begun = true;
    if (!connection.socket) connection.open();
    answered = connection.answer();
    socket().write(
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: ${connection.address}\r\n` +
      'Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n' +
      'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n' +
      `Content-Type: ${type.replace(/[\r\n]/g, ' ')}\r\n\r\n`);
  };
  const chunk = (data, done) => {
    const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (bytes.length === 0) {
      done?.();
      return;
    }
    socket().cork();
    socket().write(`${bytes.length.toString(16)}\r\n`);
    socket().write(bytes);
    socket().write('\r\n', done);
    socket().uncork();
  };
  const out = new Writable({
    highWaterMark: handler[HIGH_WATER] || 16384,
    decodeStrings: true,
    write(data, encoding, done) {
      if (!begun) {
        begin();
        out._onBeforeFirstWrite?.((d) => chunk(d));
      }
      chunk(data, done);
    },
    final(done) {
      if (!begun) {
        begin();
        out._onBeforeFirstWrite?.((d) => chunk(d));
      }
      socket().write('0\r\n\r\n');
      done();
    },
  });
  out.setContentType = (value) => {
    if (begun) throw new RuntimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    type = value;
  };
  out.on('error', () => {});
  const finished = new Promise((resolve) => {
    out.once('finish', resolve);
    out.once('close', resolve);
  });
  try {
    await handler(event, out, context);
    if (!out.writableEnded && !out.writableFinished) {
      // A handler may return before its pipeline is through; AWS waits for the stream's end, too.
      out.end();
    }
    await finished;
    await answered;
  } catch (error) {
    logUncaught('Invoke Error', error);
    const document = errorDocument(error);
    if (!begun) {
      await connection.exchange('POST', `/2018-06-01/runtime/invocation/${id}/error`,
        errorHeaders(document, error), Buffer.from(JSON.stringify(document)));
      return;
    }
    socket().write('0\r\nLambda-Runtime-Function-Error-Type: ' + document.errorType.replace(/[^\x20-\x7e]/g, '?') +
      '\r\nLambda-Runtime-Function-Error-Body: ' + Buffer.from(JSON.stringify(document)).toString('base64') + '\r\n\r\n');
    await answered;
  }
}

// ---- the handler ----

async function load(handlerName) {
  const root = env.LAMBDA_TASK_ROOT || process.cwd();
  const base = path.basename(handlerName);
  const folder = handlerName.slice(0, handlerName.length - base.length);
  const dot = base.indexOf('.');
  if (dot <= 0 || dot === base.length - 1 || handlerName.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', handlerName.includes('..')
      ? `'${handlerName}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`
      : 'Bad handler');
  }
  const moduleName = base.slice(0, dot);
  const file = path.resolve(root, folder, moduleName);
  let loaded;
  try {
    loaded = await loadModule(file, root, path.join(folder, moduleName));
  } catch (e) {
    if (e instanceof SyntaxError) throw Object.assign(new RuntimeError('Runtime.UserCodeSyntaxError', String(e)), { stack: e.stack });
    if (e.code === 'MODULE_NOT_FOUND' || e.code === 'ERR_MODULE_NOT_FOUND') {
      const hint = /@aws-sdk\/|aws-sdk/.test(e.message)
        ? " (AWS's managed runtime carries the AWS SDK; thaw sees it after `thaw runtime add node`)" : '';
      throw Object.assign(new RuntimeError('Runtime.ImportModuleError', String(e) + hint), { stack: e.stack });
    }
    throw e;
  }
  let found = loaded;
  for (const part of base.slice(dot + 1).split('.')) found = found?.[part];
  if (found === undefined && loaded.default && typeof loaded.default === 'object') {
    found = base.slice(dot + 1).split('.').reduce((o, part) => o?.[part], loaded.default);
  }
  if (found === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is not a function`);
  }
  return found;
}

async function loadModule(file, root, name) {
  const require = createRequire(path.join(root, 'index.js'));
  for (const extension of ['', '.js']) {
    const candidate = file + extension;
    if (extension ? fs.existsSync(candidate) : isFile(candidate)) {
      return isModule(candidate) ? import(pathToFileURL(candidate)) : require(candidate);
    }
  }
  if (fs.existsSync(file + '.mjs')) return import(pathToFileURL(file + '.mjs'));
  if (fs.existsSync(file + '.cjs')) return require(file + '.cjs');
  if (fs.existsSync(path.join(file, 'index.js'))) return require(file);
  try {
    return require(require.resolve(name, { paths: [root, ...(env.NODE_PATH || '').split(':').filter(Boolean)] }));
  } catch (e) {
    if (e.code !== 'MODULE_NOT_FOUND') throw e;
    throw Object.assign(new Error(`Cannot find module '${path.basename(file)}'`), { code: 'MODULE_NOT_FOUND' });
  }
}

function isFile(candidate) {
  try {
    return fs.statSync(candidate).isFile();
  } catch {
    return false;
  }
}

function isModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (!file.endsWith('.js')) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module';
    } catch (e) {
      if (e.code !== 'ENOENT') return false;
    }
    if (folder === path.dirname(folder) || path.basename(folder) === 'node_modules') return false;
  }
}

function invoke(handler, event, context, complete) {
  let settled = false;
  const settle = (error, result) => {
    if (settled) return;
    settled = true;
    complete(error, result);
  };
  const callback = (error, result) => {
    if (context.callbackWaitsForEmptyEventLoop) {
      // The answer leaves when nothing is left to do.
      settled = true;
      context._afterLoop = () => complete(error, result);
      return;
    }
    settle(error, result);
  };
  context.done = (error, result) => settle(error, result);
  context.succeed = (result) => settle(null, result);
  context.fail = (error) => settle(error ?? 'handled', undefined);
  try {
    const returned = handler(event, context, callback);
    if (returned && typeof returned.then === 'function') {
      returned.then((result) => settle(null, result), (error) => settle(error ?? new Error('undefined'), undefined));
    }
  } catch (error) {
    settle(error, undefined);
  }
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms'] || 0);
  const parse = (text) => (text ? JSON.parse(text) : undefined);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(headers['lambda-runtime-client-context']),
    identity: parse(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

export async function run(boot) {
  defineStreaming();
  const address = env.AWS_LAMBDA_RUNTIME_API;
  const connection = new Connection(address);
  const init = '/2018-06-01/runtime/init/error';
  let during = init;
  const die = async (error, type, title) => {
    const wrapped = type ? Object.assign(new RuntimeError(type, String(error)), { stack: error?.stack }) : error;
    logUncaught(title, wrapped);
    const document = errorDocument(wrapped);
    try {
      await new Connection(address).exchange('POST', during, errorHeaders(document, wrapped), Buffer.from(JSON.stringify(document)));
    } finally {
      process.exit(129);
    }
  };
  process.on('uncaughtException', (error) => die(error, null, 'Uncaught Exception'));
  process.on('unhandledRejection', (reason) => die(reason, 'Runtime.UnhandledPromiseRejection', 'Unhandled Promise Rejection'));
  patchConsole();
  const importing = process.hrtime.bigint();
  let handler;
  try {
    handler = await load(env._HANDLER || '');
  } catch (error) {
    logUncaught('Uncaught Exception', error);
    const document = errorDocument(error);
    await connection.exchange('POST', init, errorHeaders(document, error), Buffer.from(JSON.stringify(document)));
    process.exit(1);
  }
  let stamps = [['Thaw-Init-Stamps', `boot=${boot};import=${importing};ready=${process.hrtime.bigint()}`]];
  let waiting = null;
  // With callbackWaitsForEmptyEventLoop an answer is sent when the loop runs dry: that is when Node says so.
  process.on('beforeExit', () => {
    const after = waiting?._afterLoop;
    if (after) {
      waiting = null;
      after();
    } else if (waiting) {
      const stuck = waiting;
      waiting = null;
      stuck._nothing();
    }
  });
  for (;;) {
    const { status, headers, body } = await connection.exchange('GET', '/2018-06-01/runtime/invocation/next', stamps);
    stamps = [];
    if (status !== 200) {
      process.stderr.write(`Runtime API: /next answered ${status}: ${body}\n`);
      process.exit(1);
    }
    const context = contextOf(headers);
    requestId = context.awsRequestId;
    during = `/2018-06-01/runtime/invocation/${requestId}/error`;
    const trace = headers['lambda-runtime-trace-id'];
    if (trace) env._X_AMZN_TRACE_ID = trace;
    else delete env._X_AMZN_TRACE_ID;
    await current.run({ requestId }, async () => {
      const base = `/2018-06-01/runtime/invocation/${requestId}`;
      let event;
      try {
        event = JSON.parse(body.toString('utf8'));
      } catch (error) {
        const document = errorDocument(error);
        await connection.exchange('POST', `${base}/error`, errorHeaders(document, error), Buffer.from(JSON.stringify(document)));
        return;
      }
      if (handler[STREAMING]) {
        await stream(connection, requestId, handler, event, context);
        return;
      }
      const { error, result } = await new Promise((resolve) => {
        waiting = context;
        context._nothing = () => resolve({ error: null, result: null });
        invoke(handler, event, context, (e, r) => resolve({ error: e, result: r }));
      });
      waiting = null;
      if (error) {
        logUncaught('Invoke Error', error);
        const document = errorDocument(error);
        await connection.exchange('POST', `${base}/error`, errorHeaders(document, error), Buffer.from(JSON.stringify(document)));
        return;
      }
      let payload;
      try {
        payload = Buffer.from(JSON.stringify(result === undefined ? null : result) ?? 'null');
      } catch {
        const failure = new RuntimeError('Runtime.MarshalError', 'Unable to stringify response body');
        const document = errorDocument(failure);
        await connection.exchange('POST', `${base}/error`, errorHeaders(document, failure), Buffer.from(JSON.stringify(document)));
        return;
      }
      await connection.exchange('POST', `${base}/response`, [['Content-Type', 'application/json']], payload);
    });
  }
}
