// Runs a Node.js function on the Lambda Runtime API, with the behaviour of AWS's own client.
const boot = process.hrtime.bigint();
const { run } = await import('./thaw-runtime.mjs');
await run(boot);
