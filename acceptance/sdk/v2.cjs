// A function's life through the AWS SDK for JavaScript v2, which knows no endpoint variable.
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const AWS = require('aws-sdk');

const [one, two, runtime] = process.argv.slice(2);
const lambda = new AWS.Lambda(), logs = new AWS.CloudWatchLogs(), s3 = new AWS.S3(), iam = new AWS.IAM(), sts = new AWS.STS();
const FunctionName = 'sdk-v2', Bucket = 'sdk-v2-code', RoleName = 'sdk-v2';

(async () => {
  assert.match((await sts.getCallerIdentity().promise()).Arn, /^arn:aws:iam::\d{12}:/);
  await assert.rejects(iam.getRole({ RoleName }).promise(), { code: 'NoSuchEntity' });
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
  const role = await iam.createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }).promise();
  await s3.createBucket({ Bucket }).promise();
  await s3.upload({ Bucket, Key: 'one.zip', Body: readFileSync(one) }).promise();
  const listed = await s3.listObjectsV2({ Bucket }).promise();
  assert.deepEqual(listed.Contents.map((object) => object.Key), ['one.zip']);
  await lambda.createFunction({
    FunctionName, Runtime: runtime, Handler: 'app.handler', Role: role.Role.Arn, Code: { S3Bucket: Bucket, S3Key: 'one.zip' },
  }).promise();
  await lambda.waitFor('functionActiveV2', { FunctionName }).promise();
  const url = (await lambda.createFunctionUrlConfig({ FunctionName, AuthType: 'NONE' }).promise()).FunctionUrl;
  assert.equal((await (await fetch(url)).json()).version, 'one');
  const called = await lambda.invoke({ FunctionName, Payload: '{}' }).promise();
  assert.equal(JSON.parse(called.Payload).version, 'one');
  await lambda.updateFunctionCode({ FunctionName, ZipFile: readFileSync(two) }).promise();
  await lambda.waitFor('functionUpdatedV2', { FunctionName }).promise();
  assert.equal((await (await fetch(url)).json()).version, 'two');
  const seen = await logs.filterLogEvents({ logGroupName: '/aws/lambda/' + FunctionName, filterPattern: '"version two"' }).promise();
  assert.equal(seen.events.length, 1);
  await lambda.deleteFunction({ FunctionName }).promise();
  await s3.deleteObject({ Bucket, Key: 'one.zip' }).promise();
  await s3.deleteBucket({ Bucket }).promise();
  await iam.deleteRole({ RoleName }).promise();
})().catch((e) => {
  console.error(e);
  process.exit(1);
});
