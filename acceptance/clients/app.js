'use strict';
const environment = require('crypto').randomUUID();
let calls = 0;

exports.handler = async (event, context) => {
  calls += 1;
  console.log('call', calls);
  if (event.fail) {
    throw new RangeError('refused: ' + event.fail);
  }
  return {
    echo: event,
    environment,
    calls,
    requestId: context.awsRequestId,
    remaining: context.getRemainingTimeInMillis(),
    arn: context.invokedFunctionArn,
    name: context.functionName,
    memory: Number(context.memoryLimitInMB),
    client: require.main ? require.main.filename : process.argv[1],
  };
};
