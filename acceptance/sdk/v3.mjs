// A function's life through the AWS SDK for JavaScript v3: role, code in S3, deploy, URL, invoke, update, logs, remove.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { IAMClient, CreateRoleCommand, DeleteRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import {
  LambdaClient, CreateFunctionCommand, CreateFunctionUrlConfigCommand, DeleteFunctionCommand, GetFunctionCommand,
  InvokeCommand, InvokeWithResponseStreamCommand, UpdateFunctionCodeCommand, waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client, CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';

const [one, two, runtime] = process.argv.slice(2);
const iam = new IAMClient({}), lambda = new LambdaClient({}), logs = new CloudWatchLogsClient({}), s3 = new S3Client({});
const FunctionName = 'sdk-v3', Bucket = 'sdk-v3-code', RoleName = 'sdk-v3';
const wait = { client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };

assert.match((await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn, /^arn:aws:iam::\d{12}:/);
await assert.rejects(iam.send(new GetRoleCommand({ RoleName })), { name: 'NoSuchEntityException' });
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const role = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
await s3.send(new CreateBucketCommand({ Bucket }));
await s3.send(new PutObjectCommand({ Bucket, Key: 'one.zip', Body: readFileSync(one) }));
await lambda.send(new CreateFunctionCommand({
  FunctionName, Runtime: runtime, Handler: 'app.handler', Role: role.Role.Arn, Code: { S3Bucket: Bucket, S3Key: 'one.zip' },
}));
await waitUntilFunctionActiveV2(wait, { FunctionName });
const url = (await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' }))).FunctionUrl;
const answer = await fetch(url + 'a/b?x=1');
assert.equal(answer.status, 200);
assert.deepEqual(await answer.json(), { version: 'one', path: '/a/b', query: 'x=1' });
const text = (bytes) => Buffer.from(bytes).toString();
const called = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"hi":1}', LogType: 'Tail' }));
assert.equal(JSON.parse(text(called.Payload)).version, 'one');
assert.match(text(Buffer.from(called.LogResult, 'base64')), /REPORT RequestId/);
const stream = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload: '{}' }));
let whole = '';
for await (const part of stream.EventStream) whole += part.PayloadChunk ? text(part.PayloadChunk.Payload) : '';
assert.equal(JSON.parse(whole).version, 'one');
await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: readFileSync(two) }));
await waitUntilFunctionUpdatedV2(wait, { FunctionName });
assert.equal((await (await fetch(url)).json()).version, 'two');
const seen = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/' + FunctionName, filterPattern: '"version two"' }));
assert.equal(seen.events.length, 1);
await lambda.send(new DeleteFunctionCommand({ FunctionName }));
await assert.rejects(lambda.send(new GetFunctionCommand({ FunctionName })), { name: 'ResourceNotFoundException' });
await s3.send(new DeleteObjectCommand({ Bucket, Key: 'one.zip' }));
await s3.send(new DeleteBucketCommand({ Bucket }));
await iam.send(new DeleteRoleCommand({ RoleName }));
