#!/usr/bin/env python3
"""Asks dev.thaw.cloud.protocol.FakeCloud in every protocol with the real boto3 and checks what
boto3 makes of the answers.

    ./mvnw -q -Dquick test-compile
    java -cp <test class path of lab> dev.thaw.cloud.protocol.FakeCloud    # prints its port
    tools/protocols/check.py PORT
"""

import datetime
import sys
import urllib.request
from unittest import mock

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import ServiceModel

THEN = datetime.datetime(2023, 11, 14, 22, 13, 20, 250000, tzinfo=datetime.timezone.utc)
CLOUDWATCH = ["smithy-rpc-v2-cbor", "json", "query"]


def client(name):
    return boto3.client(
        name,
        endpoint_url=f"http://127.0.0.1:{sys.argv[1]}",
        region_name="eu-west-1",
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}),
    )


def same(actual, expected):
    if actual != expected:
        raise SystemExit(f"answer: {actual} (expected: {expected})")


def refused(call, code, status):
    try:
        answer = call()
    except ClientError as e:
        same((e.response["Error"]["Code"], e.response["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
        return e
    raise SystemExit(f"answer: {answer} (expected: {code})")


def json():
    same(client("events").list_rules(NamePrefix="p", Limit=3)["Rules"], [{"Name": "x"}])
    refused(client("events").list_event_buses, "NotImplemented", 501)
    logs = client("logs")
    groups = logs.describe_log_groups(logGroupNamePrefix="/a")["logGroups"]
    same(groups, [{"logGroupName": "/a", "creationTime": 1700000000250}])
    error = refused(lambda: logs.create_log_group(logGroupName="/a"), "ResourceAlreadyExistsException", 400)
    same(type(error), logs.exceptions.ResourceAlreadyExistsException)
    refused(lambda: logs.create_log_group(logGroupName="*"), "InvalidParameterException", 400)


def query():
    same(client("sts").get_caller_identity()["Account"], "000000000000")
    iam = client("iam")
    role = iam.get_role(RoleName="r")["Role"]
    same((role["CreateDate"], role["AssumeRolePolicyDocument"]), (THEN, {"Version": "2012"}))
    same(role["Tags"], [{"Key": "a<b", "Value": "é"}])
    same(type(refused(lambda: iam.get_user(UserName="u"), "NoSuchEntity", 404)), iam.exceptions.NoSuchEntityException)
    stacks = client("cloudformation")
    same(stacks.describe_stacks()["Stacks"][0]["Outputs"], [{"OutputKey": "k", "OutputValue": "v"}])
    same(stacks.create_stack(StackName="s", TemplateBody="{}", Tags=[])["StackId"], "id")
    refused(stacks.list_stacks, "NotImplemented", 501)


def s3():
    s3 = client("s3")
    same(s3.list_buckets()["Buckets"], [{"Name": "b", "CreationDate": THEN}])
    same(s3.put_object(Bucket="b", Key="a/b c+é/", Body=b"x", Metadata={"Mine": "7"})["ETag"], '"e"')
    refused(lambda: s3.head_object(Bucket="b", Key="k"), "404", 404)
    same(type(refused(lambda: s3.get_object(Bucket="b", Key="k"), "NoSuchKey", 404)), s3.exceptions.NoSuchKey)
    same(s3.get_bucket_location(Bucket="b")["LocationConstraint"], "eu-west-1")
    same(s3.delete_objects(Bucket="b", Delete={"Objects": [{"Key": "k"}]})["Deleted"], [{"Key": "k"}])
    refused(lambda: s3.list_parts(Bucket="b", Key="k", UploadId="u"), "NotImplemented", 501)
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "b", "Key": "k"})
    same(urllib.request.urlopen(urllib.request.Request(url, data=b"x", method="PUT")).status, 200)


def cloudwatch():
    metrics = client("cloudwatch")
    many = [{"MetricName": "m" * 200, "Value": 1.0, "Timestamp": THEN}] * 100
    metrics.put_metric_data(Namespace="n", MetricData=many)  # long enough to be compressed
    same(metrics.list_metrics()["Metrics"], [{"MetricName": "m"}])
    points = metrics.get_metric_statistics(Namespace="n", MetricName="m", StartTime=THEN, EndTime=THEN, Period=60)
    same(points["Datapoints"], [{"Timestamp": THEN, "Average": 1.5}])
    refused(metrics.list_dashboards, "NotImplemented", 501)
    refused(lambda: metrics.put_metric_data(Namespace=":", MetricData=[]), "ValidationError", 400)


def main():
    for check in (json, query, s3):
        check()
        print(check.__name__, "as expected")
    for name in CLOUDWATCH:
        chosen = mock.PropertyMock(return_value=name)
        with mock.patch.object(ServiceModel, "resolved_protocol", new_callable=lambda: chosen):
            cloudwatch()
        print("cloudwatch by", name, "as expected")


if __name__ == "__main__":
    main()
