package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Router.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private static final Models MODELS = Models.bundled();
  private static final Service LAMBDA = offer("lambda");
  private static final Router ROUTER =
      new Router(MODELS.entries(), new LinkedHashMap<>(Map.of("lambda", LAMBDA)));

  @Test
  void aDataPlaneHostComesFirst() {
    assertThat(
            route(
                Heads.of(
                    "GET",
                    "/2015-03-31/functions",
                    "host",
                    "a1b2.execute-api.us-east-1.amazonaws.com",
                    "authorization",
                    Heads.signedFor("AKID", "us-east-1", "lambda"))))
        .isEqualTo(new Route.DataPlane("execute-api", "a1b2"));
    assertThat(route(Heads.of("GET", "/", "host", "x.lambda-url.us-east-1.on.aws")))
        .isEqualTo(new Route.DataPlane("lambda-url", "x"));
    assertThat(route(Heads.of("GET", "/", "host", "b.s3-website-us-east-1.amazonaws.com")))
        .isEqualTo(new Route.DataPlane("s3-website", "b"));
  }

  @Test
  void aLocalPathLeadsToADeployedApi() {
    assertThat(route(Heads.of("GET", "/restapis/a1b2/dev/_user_request_/x", "host", "localhost")))
        .isEqualTo(new Route.DataPlane("execute-api", "a1b2"));
    assertThat(route(Heads.of("GET", "/", "host", "a1b2.execute-api.localhost:4566")))
        .isEqualTo(new Route.DataPlane("execute-api", "a1b2"));
    assertThat(route(Heads.of("GET", "/restapis/a1b2/stages/dev", "host", "localhost")))
        .isNotInstanceOf(Route.DataPlane.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my.bucket.s3.us-east-1.amazonaws.com",
        "my.bucket.s3.amazonaws.com",
        "my-bucket.s3-eu-west-1.amazonaws.com",
        "logs.2020.s3-x.s3.amazonaws.com",
        "s3.amazonaws.com",
        "s3.eu-west-1.amazonaws.com:443",
        "my.bucket.localhost:4566",
        "my-bucket.s3.localhost:4566"
      })
  void theHostsOfS3AreS3WithoutAnySignature(String host) {
    assertThat(route(Heads.of("GET", "/2015-03-31/functions", "host", host)))
        .satisfies(route -> assertMissing(route, "s3"));
  }

  @Test
  void aSignatureForAnotherServiceWinsOverALocalName() {
    assertThat(
            route(
                Heads.of(
                    "GET",
                    "/2015-03-31/functions",
                    "host",
                    "lambda.localhost:4566",
                    "authorization",
                    Heads.signedFor("AKID", "us-east-1", "lambda"))))
        .isEqualTo(new Route.Offered(LAMBDA));
  }

  @ParameterizedTest
  @CsvSource({
    "my.bucket.s3.us-east-1.amazonaws.com,/my.bucket/k/",
    "logs.s3-x.s3.amazonaws.com,/logs.s3-x/k/",
    "b.s3-eu-west-1.amazonaws.com,/b/k/",
    "b.localhost:4566,/b/k/",
    "b.s3.localhost:4566,/b/k/",
    "s3.amazonaws.com,/k/",
    "s3.localhost,/k/",
    "localhost:4566,/k/",
    "127.0.0.1:4566,/k/",
  })
  void aBucketInTheHostGoesBeforeThePath(String host, String path) {
    assertThat(S3Address.path(Heads.of("GET", "/k/", "host", host))).isEqualTo(path);
  }

  @Test
  void anAddressIsNoDataPlane() {
    assertThat(route(Heads.of("GET", "/2015-03-31/functions", "host", "127.0.0.1:4566")))
        .isEqualTo(new Route.Offered(LAMBDA));
  }

  @Test
  void theScopeWinsOverThePath() {
    assertThat(
            route(
                Heads.of(
                    "GET",
                    "/2015-03-31/functions",
                    "authorization",
                    Heads.signedFor("AKID", "us-east-1", "iam"))))
        .satisfies(route -> assertMissing(route, "iam"));
  }

  @Test
  void theScopeOfAPresignedUrlCounts() {
    assertThat(
            route(
                Heads.of(
                    "GET", "/?X-Amz-Credential=AKID%2F20261124%2Feu-west-1%2Fsts%2Faws4_request")))
        .satisfies(route -> assertMissing(route, "sts"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/b/k?AWSAccessKeyId=AKID&Signature=x&Expires=1", "/"})
  void signaturesOfOldAreForS3(String uri) {
    RequestHead head =
        uri.equals("/")
            ? Heads.of("GET", uri, "authorization", "AWS 123456789012:x")
            : Heads.of("PUT", uri);

    assertThat(route(head)).satisfies(route -> assertMissing(route, "s3"));
    assertThat(Scope.of(head).accessKey()).isIn("AKID", "123456789012");
  }

  @Test
  void aFormBelowTheRootIsLeftUnread() throws IOException {
    RequestHead head = Heads.of("PUT", "/b/k", "content-type", "application/x-www-form-urlencoded");

    assertThat(
            ROUTER.route(
                head,
                Scope.of(head),
                () -> {
                  throw new AssertionError("the form was read");
                }))
        .isEqualTo(new Route.Unknown(""));
  }

  @Test
  void aSigningNameOfAnotherNameIsFound() {
    assertThat(
            route(Heads.of("POST", "/", "authorization", Heads.signedFor("A", "r", "monitoring"))))
        .satisfies(route -> assertMissing(route, "cloudwatch"));
  }

  @Test
  void apiGatewaysSecondVersionSharesTheSigningName() {
    assertThat(
            route(
                Heads.of(
                    "GET", "/v2/apis", "authorization", Heads.signedFor("A", "r", "apigateway"))))
        .isEqualTo(new Route.Unknown("apigatewayv2"));
  }

  @Test
  void unsignedRequestsAreToldByTargetThenProtocolThenPathThenAction() {
    assertThat(route(Heads.of("POST", "/", "x-amz-target", "Logs_20140328.DescribeLogGroups")))
        .satisfies(route -> assertMissing(route, "logs"));
    assertThat(
            route(
                Heads.of(
                    "POST",
                    "/service/GraniteServiceVersion20100801/operation/ListMetrics",
                    "smithy-protocol",
                    "rpc-v2-cbor")))
        .satisfies(route -> assertMissing(route, "cloudwatch"));
    assertThat(route(Heads.of("GET", "/2015-03-31/functions/f/configuration")))
        .isEqualTo(new Route.Offered(LAMBDA));
    assertThat(route(Heads.of("GET", "/?Action=GetCallerIdentity&Version=2011-06-15")))
        .satisfies(route -> assertMissing(route, "sts"));
  }

  @Test
  void whatNobodyKnowsIsUnknown() {
    assertThat(route(Heads.of("GET", "/favicon.ico"))).isEqualTo(new Route.Unknown(""));
    assertThat(route(Heads.of("GET", "/", "authorization", Heads.signedFor("A", "r", "braket"))))
        .isEqualTo(new Route.Unknown("braket"));
  }

  @Test
  void aKeyOfTwelveDigitsNamesItsAccount() {
    assertThat(scope("123456789012", "eu-west-1"))
        .isEqualTo(scope("123456789012", "eu-west-1"))
        .satisfies(scope -> assertThat(scope.account()).isEqualTo("123456789012"));
    assertThat(scope("AKIAIOSFODNN7EXAMPLE", "eu-west-1").account()).isEqualTo("000000000000");
  }

  @Test
  void aRegionThatIsNoNameFallsBackToTheDefault() {
    assertThat(scope("AKID", "..%2F..%2Fetc").region()).isEqualTo("us-east-1");
    assertThat(scope("AKID", "ap-southeast-2").region()).isEqualTo("ap-southeast-2");
  }

  private static Scope scope(String key, String region) {
    return Scope.of(Heads.of("GET", "/", "authorization", Heads.signedFor(key, region, "lambda")));
  }

  private static Route route(RequestHead head) {
    try {
      return ROUTER.route(head, Scope.of(head), () -> Query.EMPTY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertMissing(Route route, String name) {
    assertThat(route)
        .isInstanceOfSatisfying(
            Route.Missing.class, missing -> assertThat(missing.service().name()).isEqualTo(name));
  }

  private static Service offer(String name) {
    return new Service(MODELS, name, Map.of(), new Limits());
  }

  private static final class Limits implements Service.BodyLimit {
    @Override
    public long bytes(Operation operation) {
      return 1000;
    }

    @Override
    public ApiException exceeded(Operation operation) {
      return new ApiException(413, "RequestEntityTooLargeException", "over 1000 bytes");
    }
  }
}
