'use strict';
const BOOTED = process.hrtime.bigint();

// thaw's runtime client for Node.js functions: behaves as AWS's own does, in one file without a
// native part. Calls go over a bare kept-alive socket; only response streaming loads `http`.

const fs = require('fs');
const net = require('net');
const path = require('path');
const util = require('util');

const API = '/2018-06-01/runtime/';
const ERROR_TYPE = 'Lambda-Runtime-Function-Error-Type';
const MAX_CAUSE_BYTES = 64 * 1024;

// Since Node.js 24 there are no callback handlers, and what any handler returns is its answer.
const PROMISES_ONLY =
  Number((/^AWS_Lambda_nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV || '') || [0, 0])[1]) >= 24;

// ------------------------------------------------------------------------------------- errors

class RuntimeFault extends Error {}
const fault = (name) => {
  const kind = class extends RuntimeFault {};
  kind.prototype.name = 'Runtime.' + name;
  return kind;
};
const ImportModuleError = fault('ImportModuleError');
const HandlerNotFound = fault('HandlerNotFound');
const MalformedHandlerName = fault('MalformedHandlerName');
const UserCodeSyntaxError = fault('UserCodeSyntaxError');
const MalformedStreamingHandler = fault('MalformedStreamingHandler');
const InvalidStreamingOperation = fault('InvalidStreamingOperation');
const CallbackHandlerDeprecated = fault('CallbackHandlerDeprecated');
class UnhandledPromiseRejection extends RuntimeFault {
  constructor(reason, promise) {
    super(reason);
    this.reason = reason;
    this.promise = promise;
  }
}
UnhandledPromiseRejection.prototype.name = 'Runtime.UnhandledPromiseRejection';

const escapeDelete = (text) => String(text).replace(/\x7F/g, '%7F');

function looksLikeError(value) {
  return (
    util.types.isNativeError(value) ||
    (value &&
      ['name', 'message', 'stack'].every((key) => typeof value[key] === 'string' && value[key]))
  );
}

/** The body of an error report. */
function errorDocument(error) {
  try {
    if (looksLikeError(error)) {
      return {
        errorType: escapeDelete(error.name),
        errorMessage: escapeDelete(error.message),
        trace: escapeDelete(error.stack).split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch (unreadable) {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or' +
        ' more of its message, name, and stack',
    };
  }
}

/** X-Ray's description of an error as one header line; frames are dropped until it fits. */
function xrayCause(error) {
  if (!looksLikeError(error)) {
    return '';
  }
  let stack = escapeDelete(error.stack)
    .split('\n')
    .map((line) => /^\s*at (?:(.*) \()?(.*?)(?::(\d+))?(?::\d+)?\)?$/.exec(line))
    .filter((match) => match !== null)
    .map(([, label, file, line]) => ({
      path: file,
      line: Number(line) || 0,
      label: label || 'anonymous',
    }));
  let message = escapeDelete(error.message);
  for (;;) {
    const cause = JSON.stringify({
      working_directory: process.cwd(),
      exceptions: [{ type: escapeDelete(error.name), message, stack }],
      paths: [...new Set(stack.map((frame) => frame.path))],
    }).replace(/[\x7f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
    if (cause.length <= MAX_CAUSE_BYTES) {
      return cause;
    }
    if (stack.length === 0) {
      message = message.slice(0, message.length / 2);
    }
    stack = stack.slice(0, stack.length / 2);
  }
}

// --------------------------------------------------------------------------------------- logs

// As in AWS's runtime, so that loggers which read them find them.
const REQUEST_ID = Symbol.for('aws.lambda.runtime.requestId');
const TENANT_ID = Symbol.for('aws.lambda.runtime.tenantId');

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

function inJson(key, value) {
  return value instanceof Error
    ? {
        errorType: (value.constructor && value.constructor.name) || 'UnknownError',
        errorMessage: value.message,
        stackTrace: typeof value.stack === 'string' ? value.stack.split('\n') : value.stack,
        ...value,
      }
    : value;
}

function jsonRecord(time, level, parameters) {
  const record = { timestamp: time, level, requestId: global[REQUEST_ID] };
  if (global[TENANT_ID] !== undefined && global[TENANT_ID] !== null) {
    record.tenantId = global[TENANT_ID];
  }
  if (parameters.length === 1) {
    record.message = parameters[0];
    try {
      return JSON.stringify(record, inJson);
    } catch (circular) {
      record.message = util.format(parameters[0]);
      return JSON.stringify(record);
    }
  }
  record.message = util.format(...parameters);
  const error = parameters.find((parameter) => parameter instanceof Error);
  if (error) {
    const { errorType, errorMessage, stackTrace } = inJson('', error);
    Object.assign(record, { errorType, errorMessage, stackTrace: stackTrace || [] });
  }
  return JSON.stringify(record);
}

function writeFully(descriptor, data) {
  for (let written = 0; written < data.length; ) {
    written += fs.writeSync(descriptor, data, written);
  }
}

const jsonLogs = (process.env.AWS_LAMBDA_LOG_FORMAT || '').toUpperCase() === 'JSON';

/** Lets `console` write Lambda's records: framed to the telemetry descriptor if there is one. */
function patchConsole() {
  const name = process.env._LAMBDA_TELEMETRY_LOG_FD;
  delete process.env._LAMBDA_TELEMETRY_LOG_FD;
  const descriptor = name === undefined ? -1 : parseInt(name, 10);

  const log = (index, parameters) => {
    const now = new Date();
    const time = now.toISOString();
    const record = jsonLogs
      ? jsonRecord(time, LEVELS[index], parameters)
      : `${time}\t${global[REQUEST_ID]}\t${LEVELS[index]}\t${util.format(...parameters)}`;
    if (descriptor < 0) {
      process.stdout.write(record.replace(/\n/g, '\r') + '\n');
      return;
    }
    const payload = Buffer.from(jsonLogs ? record : record + '\n');
    const frame = Buffer.allocUnsafe(16 + payload.length);
    frame.writeUInt32BE(((jsonLogs ? 0xa55a0002 : 0xa55a0003) | ((index + 1) << 2)) >>> 0, 0);
    frame.writeUInt32BE(payload.length, 4);
    frame.writeBigInt64BE(BigInt(now.valueOf()) * 1000n, 8);
    payload.copy(frame, 16);
    writeFully(descriptor, frame);
  };

  const least = LEVELS.indexOf((process.env.AWS_LAMBDA_LOG_LEVEL || '').toUpperCase());
  LEVELS.forEach((level, index) => {
    const silent = index < least && level !== 'FATAL';
    console[level.toLowerCase()] = silent ? () => {} : (...parameters) => log(index, parameters);
  });
  console.log = console.info;
}

function logError(title, error) {
  const known = error instanceof Error ? error : new Error(error);
  if (jsonLogs) {
    console.error(known);
    return;
  }
  let text;
  try {
    text = JSON.stringify(known, (key, value) => {
      if (!(value instanceof Error)) {
        return value;
      }
      const fields = {
        errorType: value.name,
        errorMessage: value.message,
        code: value.code,
        ...value,
      };
      if (typeof value.stack === 'string') {
        fields.stack = value.stack.split('\n');
      }
      return fields;
    });
  } catch (circular) {
    text = JSON.stringify(errorDocument(known));
  }
  console.error(title, '\t' + text);
}

// -------------------------------------------------------------------------------- Runtime API

/**
 * One kept-alive HTTP/1.1 connection to the Runtime API. It holds the event loop only while a call
 * is under way, so that "the event loop is empty" means what the function left in it.
 */
class RuntimeApi {
  constructor(address) {
    const colon = address.lastIndexOf(':');
    this.host = address.slice(0, colon).replace(/^\[|\]$/g, '');
    this.port = Number(address.slice(colon + 1));
    this.common = `Host: ${address}\r\nUser-Agent: aws-lambda-nodejs/${process.version}-thaw\r\n`;
    this.socket = null;
    this.call = null;
    this.received = null;
    this.queue = Promise.resolve();
  }

  /** Sends a request, after those before it; resolves to {status, headers, body}. */
  request(method, where, headers, body) {
    const sent = this.queue.then(() => this.exchange(method, where, headers, body));
    this.queue = sent.catch(() => {});
    return sent;
  }

  exchange(method, where, headers, body) {
    const content = body === undefined ? undefined : Buffer.from(body);
    const length = content === undefined ? '' : `Content-Length: ${content.length}\r\n`;
    const head = Buffer.from(`${method} ${API}${where} HTTP/1.1\r\n${this.common}${headers}${length}\r\n`);
    const data = content === undefined ? head : Buffer.concat([head, content]);
    return new Promise((resolve, reject) => {
      const reused = this.socket !== null;
      this.call = { resolve, reject, data, what: `${method} ${API}${where}`, reused };
      this.send();
    });
  }

  send() {
    if (this.socket === null) {
      const socket = net.connect({ host: this.host, port: this.port, noDelay: true });
      socket.setNoDelay(true);
      socket.on('data', (chunk) => this.socket === socket && this.read(chunk));
      socket.on('error', (error) => this.lost(socket, error));
      socket.on('close', () => this.lost(socket, new Error('closed the connection')));
      this.socket = socket;
      this.received = null;
    }
    this.socket.ref();
    this.socket.write(this.call.data);
  }

  lost(socket, error) {
    if (this.socket !== socket) {
      return;
    }
    this.socket = null;
    socket.destroy();
    const call = this.call;
    if (call === null) {
      return;
    }
    if (call.reused && this.received === null) {
      call.reused = false; // an idle connection that the other side had closed
      this.send();
      return;
    }
    this.call = null;
    call.reject(new Error(`Runtime API ${this.host}:${this.port}: ${call.what}: ${error.message}`));
  }

  read(chunk) {
    this.received = this.received === null ? [chunk] : (this.received.push(chunk), this.received);
    if (this.expected !== undefined) {
      this.have += chunk.length;
      if (this.have < this.expected) {
        return; // joined once, when all is there
      }
    }
    const data = this.received.length === 1 ? chunk : Buffer.concat(this.received);
    this.received = [data];
    const end = data.indexOf('\r\n\r\n');
    if (end < 0) {
      return;
    }
    const lines = data.toString('utf8', 0, end).split('\r\n');
    const status = Number(lines[0].split(' ')[1]);
    const headers = {};
    for (const line of lines.slice(1)) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    let body;
    if ((headers['transfer-encoding'] || '').toLowerCase() === 'chunked') {
      body = dechunk(data, end + 4);
    } else {
      const total = end + 4 + Number(headers['content-length'] || 0);
      if (data.length < total) {
        this.expected = total;
        this.have = data.length;
      } else {
        body = data.subarray(end + 4, total);
      }
    }
    if (body === undefined) {
      return;
    }
    const call = this.call;
    this.call = null;
    this.received = null;
    this.expected = undefined;
    this.socket.unref();
    if ((headers.connection || '').toLowerCase() === 'close') {
      const socket = this.socket;
      this.socket = null;
      socket.destroy();
    }
    if (call !== null) {
      call.resolve({ status, headers, body });
    }
  }

  next(stamps) {
    return this.request('GET', 'invocation/next', stamps);
  }

  respond(id, result) {
    const body = serialize(result);
    return this.request(
      'POST',
      `invocation/${encodeURIComponent(id)}/response`,
      'Content-Type: application/json\r\n',
      body,
    );
  }

  fail(id, error) {
    return this.report(`invocation/${encodeURIComponent(id)}/error`, error);
  }

  report(where, error) {
    const document = errorDocument(error);
    const type = String(document.errorType).replace(/[^\x20-\x7e]/g, '?');
    const cause = xrayCause(error);
    const headers =
      `Content-Type: application/json\r\n${ERROR_TYPE}: ${type}\r\n` +
      (cause === '' ? '' : `Lambda-Runtime-Function-XRay-Error-Cause: ${cause}\r\n`);
    return this.request('POST', where, headers, serialize(document));
  }
}

/** The body of a chunked answer, or undefined while its end has not come. */
function dechunk(data, from) {
  const parts = [];
  for (let at = from; ; ) {
    const end = data.indexOf('\r\n', at);
    if (end < 0) {
      return undefined;
    }
    const size = parseInt(data.toString('latin1', at, end), 16);
    if (size === 0) {
      const closed = data.indexOf('\r\n', end + 2) === end + 2;
      return closed || data.indexOf('\r\n\r\n', end) >= 0 ? Buffer.concat(parts) : undefined;
    }
    if (data.length < end + 2 + size + 2) {
      return undefined;
    }
    parts.push(data.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function serialize(value) {
  try {
    const text = JSON.stringify(value === undefined ? null : value);
    return text === undefined ? 'null' : text; // a function or a symbol
  } catch (circular) {
    throw new Error('Unable to stringify response body');
  }
}

// ---------------------------------------------------------------------------------- streaming

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

class HttpResponseStream {
  /** Puts the status and headers of an HTTP response before the first byte, ended by 8 NULs. */
  static from(stream, prelude) {
    stream.setContentType('application/vnd.awslambda.http-integration-response');
    const metadata = JSON.stringify(prelude);
    stream._onBeforeFirstWrite = (write) => {
      write(metadata);
      write(new Uint8Array(8));
    };
    return stream;
  }
}

/** Opens the streamed response of an invocation; the answer's arrival resolves `done`. */
function openStream(api, id, highWaterMark) {
  const http = require('http');
  const request = http.request({
    host: api.host,
    port: api.port,
    method: 'POST',
    path: `${API}invocation/${encodeURIComponent(id)}/response`,
    headers: {
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      Trailer: [ERROR_TYPE, 'Lambda-Runtime-Function-Error-Body'],
      'Content-Type': 'application/octet-stream',
      'Transfer-Encoding': 'chunked',
    },
    createConnection: (options) => net.connect({ ...options, highWaterMark }),
  });
  request.setNoDelay(true);
  const done = new Promise((resolve, reject) => {
    request.on('response', (answer) => answer.resume().on('end', resolve).on('error', reject));
    request.on('error', reject);
  });
  done.catch(() => {}); // awaited when the handler has ended
  let written = false;
  request.setContentType = (type) => {
    if (written) {
      throw new InvalidStreamingOperation('Cannot set content-type, too late.');
    }
    request.setHeader('Content-Type', type);
  };
  const write = request.write.bind(request);
  const end = request.end.bind(request);
  const first = () => {
    if (!written) {
      written = true;
      if (typeof request._onBeforeFirstWrite === 'function') {
        request._onBeforeFirstWrite((chunk) => write(chunk));
      }
    }
  };
  request.write = (chunk, encoding, callback) => {
    first();
    const plain = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return write(plain ? chunk : JSON.stringify(chunk), encoding, callback);
  };
  request.end = (chunk, encoding, callback) => {
    if (typeof chunk === 'function') {
      return end(chunk);
    }
    if (chunk !== undefined && chunk !== null) {
      request.write(chunk, typeof encoding === 'string' ? encoding : undefined);
    }
    return end(typeof encoding === 'function' ? encoding : callback);
  };
  const fail = (error) => {
    if (!request.writableEnded) {
      const document = errorDocument(error);
      request.addTrailers({
        [ERROR_TYPE]: String(document.errorType).replace(/[^\x20-\x7e]/g, '?'),
        'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(document)).toString('base64'),
      });
      if (!request.headersSent) {
        request.flushHeaders();
      }
      end();
    }
    return done;
  };
  return { request, done, fail };
}

// ------------------------------------------------------------------------------------ loading

function declaresModule(folder) {
  for (let at = folder; !at.endsWith('/node_modules'); at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (fs.existsSync(file)) {
      try {
        return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
      } catch (unreadable) {
        console.warn(
          `${file} cannot be read, it will be ignored for ES module detection purposes.`,
          unreadable,
        );
        return false;
      }
    }
    if (at === path.dirname(at)) {
      break;
    }
  }
  return false;
}

async function loadModule(root, folder, name) {
  const file = path.resolve(root, folder, name);
  const there = (extension) => fs.existsSync(file + extension);
  const imported = (extension) => import(require('url').pathToFileURL(file + extension).href);
  if (there('') && fs.statSync(file).isFile()) {
    return require(file);
  }
  if (there('.js')) {
    return declaresModule(path.dirname(file)) ? imported('.js') : require(file + '.js');
  }
  if (there('.mjs')) {
    return imported('.mjs');
  }
  if (there('.cjs')) {
    return require(file + '.cjs');
  }
  return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

async function loadHandler(root, handler) {
  if (handler.includes('..')) {
    throw new MalformedHandlerName(
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root` +
        ' directories in handler names.',
    );
  }
  const base = path.basename(handler);
  const folder = handler.slice(0, handler.length - base.length);
  const match = /^([^.]*)\.(.*)$/.exec(base);
  if (match === null) {
    throw new MalformedHandlerName('Bad handler');
  }
  const noGlobal = process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA;
  if (noGlobal !== '1' && noGlobal !== 'true') {
    globalThis.awslambda = {
      streamifyResponse(streaming, options) {
        streaming[STREAMING] = 'response';
        if (options && typeof options.highWaterMark === 'number') {
          streaming[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
        }
        return streaming;
      },
      HttpResponseStream,
    };
  }
  let module;
  try {
    module = await loadModule(root, folder, match[1]);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UserCodeSyntaxError(error);
    }
    if (error && error.code === 'ERR_MODULE_NOT_FOUND') {
      error.message += hintFor(error);
    }
    if (error && error.code === 'MODULE_NOT_FOUND') {
      throw new ImportModuleError(String(error) + hintFor(error));
    }
    throw error;
  }
  const found = match[2]
    .split('.')
    .reduce((value, key) => (value === undefined || value === null ? value : value[key]), module);
  if (!found) {
    throw new HandlerNotFound(`${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new HandlerNotFound(`${handler} is not a function`);
  }
  if (found[STREAMING] && found[STREAMING] !== 'response') {
    throw new MalformedStreamingHandler('Only response streaming is supported.');
  }
  if (PROMISES_ONLY && found.length >= 3 && !found[STREAMING]) {
    throw new CallbackHandlerDeprecated(
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with' +
        ' Node.js 24. You need to modify this function to use a supported handler signature to use' +
        ' Node.js 24 or later. For more information see' +
        ' https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return found;
}

/** What to do about a package that AWS's managed runtime carries and this one lacks. */
function hintFor(error) {
  const match = /Cannot find (?:module|package) '(@aws-sdk\/[^']+|@smithy\/[^']+)'/.exec(error.message);
  return match
    ? `\n(AWS's managed runtime carries ${match[1]}; \`thaw runtime add node\` brings it here)`
    : '';
}

// ----------------------------------------------------------------------------------- the loop

let api;
let beforeExit = () => {};
let uncaught;

/** As in AWS's client: what to do when the event loop has run empty. */
global[Symbol.for('aws.lambda.beforeExit')] = () => beforeExit();

function headerJson(headers, name, title) {
  if (headers[name] === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(headers[name]);
  } catch (error) {
    throw new Error(`Cannot parse ${title} as json: ${error}`);
  }
}

function addContext(context, headers) {
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) {
    process.env._X_AMZN_TRACE_ID = trace;
  } else {
    delete process.env._X_AMZN_TRACE_ID;
  }
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return Object.assign(context, {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: headerJson(headers, 'lambda-runtime-client-context', 'ClientContext'),
    identity: headerJson(headers, 'lambda-runtime-cognito-identity', 'CognitoIdentity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  });
}

/** The invocation's answer is known: send it, then wait for the next one. */
function answered(sent) {
  sent.then(
    () => setImmediate(iterate),
    (error) => uncaught('Uncaught Exception', error, 129),
  );
}

function invokeBuffered(handler, id, event, headers) {
  let waitForEmptyLoop = true;
  let ended = false;
  const fail = (error) => {
    beforeExit = () => {};
    logError('Invoke Error', error);
    answered(api.fail(id, error));
  };
  const succeed = (result) => {
    beforeExit = () => {};
    let sent;
    try {
      sent = api.respond(id, result);
    } catch (error) {
      fail(error);
      return;
    }
    answered(sent);
  };
  const once = (action) => (...parameters) => {
    if (!ended) {
      ended = true;
      action(...parameters);
    }
  };
  const done = (error, result) =>
    error !== undefined && error !== null ? fail(error) : succeed(result);
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return waitForEmptyLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waitForEmptyLoop = value;
    },
    succeed: once(succeed),
    fail: once((error) => fail(error === undefined || error === null ? 'handled' : error)),
    done: once(done),
  };
  const callback = once((error, result) => {
    if ((error !== undefined && error !== null) || !waitForEmptyLoop) {
      done(error, result);
    } else {
      beforeExit = () => setImmediate(() => succeed(result));
    }
  });
  // a handler that neither answers nor leaves anything to wait for
  beforeExit = PROMISES_ONLY ? () => process.exit(13) : () => context.succeed(null);
  try {
    const result = handler(event(), addContext(context, headers), callback);
    if (PROMISES_ONLY || (result && typeof result.then === 'function')) {
      Promise.resolve(result).then(context.succeed, context.fail);
    }
  } catch (error) {
    callback(error === undefined || error === null ? 'handled' : error);
  }
}

async function invokeStreaming(handler, id, event, headers) {
  let waitForEmptyLoop = true;
  const stream = openStream(api, id, handler[HIGH_WATER_MARK]);
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return waitForEmptyLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waitForEmptyLoop = value;
    },
  };
  const goOn = () => {
    beforeExit = () => {};
    if (waitForEmptyLoop) {
      beforeExit = () => setImmediate(iterate);
    } else {
      setImmediate(iterate);
    }
  };
  beforeExit = () => setImmediate(iterate);
  try {
    const result = handler(event(), stream.request, addContext(context, headers));
    if (!result || typeof result.then !== 'function') {
      throw 'Streaming does not support non-async handlers.';
    }
    if ((await result) !== undefined) {
      console.warn('Streaming handlers ignore return values.');
    }
    await stream.done;
    if (!stream.request.writableFinished) {
      throw 'Response stream is not finished.';
    }
  } catch (error) {
    logError('Invoke Error', error);
    await stream.fail(error).catch(() => {}); // the platform has closed the response already
  }
  goOn();
}

let handler;
let stamps;

async function iterate() {
  let answer;
  try {
    answer = await api.next(stamps);
  } catch (closed) {
    process.exit(1); // the environment is being shut down: nothing that belongs into its log
  }
  if (answer.status !== 200) {
    process.stderr.write(`Failed to get next invocation, error ${answer.status}: ${answer.body}\n`);
    process.exit(1);
  }
  stamps = '';
  const headers = answer.headers;
  const id = headers['lambda-runtime-aws-request-id'];
  global[REQUEST_ID] = id;
  global[TENANT_ID] = headers['lambda-runtime-aws-tenant-id'];
  uncaught = (title, error, status) => {
    logError(title, error);
    api.fail(id, error).finally(() => process.exit(status));
  };
  const event = () => JSON.parse(answer.body.toString('utf8'));
  // outside this promise, so that an exception of the handler's own timers is not ours
  if (handler[STREAMING]) {
    invokeStreaming(handler, id, event, headers);
  } else {
    invokeBuffered(handler, id, event, headers);
  }
}

async function main() {
  const before = process.hrtime.bigint();
  patchConsole();
  api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API);
  uncaught = (title, error, status) => {
    logError(title, error);
    api.report('init/error', error).finally(() => process.exit(status));
  };
  process.on('uncaughtException', (error) => uncaught('Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason, promise) =>
    uncaught('Unhandled Promise Rejection', new UnhandledPromiseRejection(reason, promise), 128),
  );
  process.on('beforeExit', () => global[Symbol.for('aws.lambda.beforeExit')]());
  const root = process.env.LAMBDA_TASK_ROOT || process.cwd();
  try {
    handler = await loadHandler(root, process.env._HANDLER || '');
  } catch (error) {
    uncaught('Uncaught Exception', error, 129);
    return;
  }
  const ready = process.hrtime.bigint();
  stamps = `Thaw-Init-Stamps: boot=${BOOTED};import=${before};ready=${ready}\r\n`;
  setImmediate(iterate);
}

main();
