let calls = 0;

class Custom extends Error {}
Custom.prototype.name = 'Custom';

exports.handler = async (event, context) => {
  calls++;
  switch (event.op) {
    case 'echo':
      return event;
    case 'count':
      return { calls, pid: process.pid };
    case 'raise':
      throw new Custom(event.message);
    case 'unserializable': {
      const value = {};
      value.self = value;
      return value;
    }
    case 'print':
      process.stdout.write('first\nsecond\n');
      process.stderr.write('third\n');
      return null;
    case 'exit':
      return process.exit(event.status);
    case 'big':
      return 'x'.repeat(event.size);
    case 'length':
      return event.text.length;
    case 'env':
      return process.env[event.name];
    case 'cwd':
      return process.cwd();
    case 'context':
      return {
        requestId: context.awsRequestId,
        arn: context.invokedFunctionArn,
        name: context.functionName,
        memory: context.memoryLimitInMB,
        remaining: context.getRemainingTimeInMillis(),
        clientContext: context.clientContext ? context.clientContext.custom : null,
        identity: context.identity ? context.identity.cognitoIdentityId : null,
        tenant: context.tenantId,
      };
    default:
      throw new Error('op: ' + event.op);
  }
};

exports.callback = (event, context, callback) => {
  switch (event.how) {
    case 'waits':
      setTimeout(() => console.log('still here'), 20);
      return callback(null, 'waited');
    case 'at once':
      context.callbackWaitsForEmptyEventLoop = false;
      setTimeout(() => {}, 60000);
      return callback(null, 'at once');
    case 'succeed':
      return context.succeed('succeeded');
    case 'done':
      return context.done(null, 'done');
    case 'fail':
      return context.fail('plain text');
    case 'error':
      return callback(new Custom('given to the callback'));
    case 'throw':
      throw new Custom('thrown');
    default:
      return undefined;
  }
};

exports.logs = async (event) => {
  console.log('one\ntwo %d', 3, { a: 1 });
  console.warn('careful');
  console.debug({ deep: [1] });
};

exports.rejects = async () => {
  Promise.reject(new Custom('nobody listens'));
  await new Promise((resolve) => setTimeout(resolve, 60000));
};

exports.throwsLater = async () => {
  setTimeout(() => {
    throw new Custom('in a timer');
  }, 1);
  await new Promise((resolve) => setTimeout(resolve, 60000));
};

exports.never = () => new Promise(() => {});
exports.nested = { deep: { handler: async () => 'found' } };
exports.text = 'not a function';

const streamed = (handler) => awslambda.streamifyResponse(handler);
exports.streams = streamed(async (event, stream) => {
  stream.setContentType('text/plain');
  stream.write('one ');
  stream.write('two');
  stream.end();
  await new Promise((resolve) => stream.on('finish', resolve));
});
exports.streamsHttp = streamed(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' } });
  http.end('body');
});
exports.streamFails = streamed(async (event, stream) => {
  stream.write('begun');
  throw new Custom('in the middle');
});
