package dev.thaw.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsHostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lambda.us-east-1.amazonaws.com",
        "LAMBDA.us-east-1.AmazonAWS.com",
        "sts.amazonaws.com.",
        "api.ecr.us-east-1.amazonaws.com",
        "bucket.with.dots.s3.eu-west-1.amazonaws.com",
        "abc123.execute-api.us-east-1.amazonaws.com",
        "abc123.lambda-url.us-east-1.on.aws",
        "lambda.us-east-1.api.aws",
        "s3.cn-north-1.amazonaws.com.cn",
        "elasticloadbalancing.us-east-1.amazonaws.com"
      })
  void answersForTheHostsOfServices(String host) {
    assertThat(AwsHosts.contains(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "amazonaws.com",
        "amazon.com",
        "notamazonaws.com",
        "amazonaws.com.example.org",
        "d111111abcdef8.cloudfront.net",
        "public.ecr.aws",
        "pypi.org",
        "127.0.0.1",
        "ec2-1-2-3-4.compute-1.amazonaws.com",
        "ec2-1-2-3-4.eu-west-1.compute.amazonaws.com",
        "shop-123.us-east-1.elb.amazonaws.com",
        "shop-123.elb.us-east-1.amazonaws.com"
      })
  void leavesEveryOtherHostAlone(String host) {
    assertThat(AwsHosts.contains(host)).isFalse();
  }
}
