package dev.thaw.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.Gate;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.timeline.VirtualClock;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.sigv4.Credentials;
import dev.thaw.wire.sigv4.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictGateTest {

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");
  private static final String FORM = "application/x-www-form-urlencoded";

  @TempDir Path folder;
  private VirtualClock clock = new VirtualClock(THEN.getEpochSecond() * 1_000_000_000L);
  private final Map<String, SigningKey> keys =
      Map.of(
          KEY,
          SigningKey.lasting(SECRET),
          "ASIATEMPORARY",
          new SigningKey(
              "secret", Optional.of("token"), Optional.of(THEN.plus(Duration.ofHours(1)))));

  /// What came through: the body, as somebody reads it who knows its length.
  private String enter(Incoming request, String service) throws IOException {
    List<String> bodies = new ArrayList<>();
    Gate gate = new StrictGate((key, token) -> Optional.ofNullable(keys.get(key)), clock, folder);
    gate.pass(arrival(request, service), exchange -> bodies.add(read(exchange)));
    return bodies.getFirst();
  }

  private static String read(Exchange exchange) throws IOException {
    try (InputStream in = exchange.body()) {
      return new String(in.readNBytes((int) exchange.length()), StandardCharsets.UTF_8);
    }
  }

  private static Gate.Arrival arrival(Incoming request, String service) {
    return new Gate.Arrival(
        request,
        Models.bundled().entries().stream()
            .filter(entry -> entry.name().equals(service))
            .findFirst()
            .orElseThrow(),
        () -> request.head().query().first("Action").orElse("Other"));
  }

  private void refuses(Incoming request, String service, int status, String code, String words) {
    assertThatThrownBy(() -> enter(request, service))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.error().code()).isEqualTo(code);
              assertThat(e.error().status()).isEqualTo(status);
              assertThat(e.error().message()).contains(words);
            });
  }

  private static Incoming signed(Credentials who, String service, Request request, Instant at) {
    Request signed = new Signer(who, "us-east-1", service).sign(request, "127.0.0.1:4566", at);
    List<String> headers = new ArrayList<>(List.of("host", "127.0.0.1:4566"));
    for (Headers.Field field : signed.headers().fields()) {
      headers.add(field.name());
      headers.add(field.value());
    }
    return Incoming.of(
        signed.method(),
        signed.path(),
        new String(signed.body(), StandardCharsets.UTF_8),
        headers.toArray(String[]::new));
  }

  private static final Credentials WHO = new Credentials(KEY, SECRET, Optional.empty());

  private static Incoming form(Credentials who, Instant at) {
    return signed(
        who,
        "iam",
        new Request(
            "POST",
            "/",
            Headers.of("Content-Type", FORM),
            "Action=ListRoles&Version=2010-05-08".getBytes(StandardCharsets.UTF_8)),
        at);
  }

  private static Incoming rest() {
    return signed(
        WHO,
        "lambda",
        new Request(
            "PUT",
            "/2015-03-31/functions/arn%3Aaws%3Alambda/code?b=1&a=%20",
            Headers.of("Content-Type", "application/json"),
            "{}".getBytes(StandardCharsets.UTF_8)),
        THEN);
  }

  @Test
  void letsInWhoSignsWithAKnownKey() throws IOException {
    assertThat(enter(form(WHO, THEN), "iam")).isEqualTo("Action=ListRoles&Version=2010-05-08");
    assertThat(enter(rest(), "lambda")).isEqualTo("{}");
  }

  @Test
  void aBodyOfMegabytesIsReadTwice() throws IOException {
    String body = "x".repeat(9 << 20);
    Incoming request =
        signed(
            WHO,
            "lambda",
            new Request("POST", "/f", Headers.NONE, body.getBytes(StandardCharsets.UTF_8)),
            THEN);

    assertThat(enter(request, "lambda")).isEqualTo(body);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anyChangeBreaksTheSignature() {
    refuses(rest().withBody("{ }"), "lambda", 403, "InvalidSignatureException", "signature");
    refuses(rest().withQuery("b=2&a=%20"), "lambda", 403, "InvalidSignatureException", "'PUT\n");
    refuses(
        rest().with("content-type", "text/plain"),
        "lambda",
        403,
        "InvalidSignatureException",
        "The String-to-Sign should have been");
    refuses(
        form(new Credentials(KEY, "wrong", Optional.empty()), THEN),
        "iam",
        403,
        "SignatureDoesNotMatch",
        "does not match");
  }

  @ParameterizedTest
  @CsvSource({
    "iam, 403, MissingAuthenticationToken, Request is missing Authentication Token",
    "lambda, 403, MissingAuthenticationTokenException, Missing Authentication Token",
    "logs, 400, MissingAuthenticationTokenException, Missing Authentication Token",
    "s3, 403, AccessDenied, Access Denied"
  })
  void whoDoesNotSignHearsItInTheWordsOfTheService(
      String service, int status, String code, String words) {
    refuses(plain(service), service, status, code, words);
  }

  private static Incoming plain(String service) {
    Incoming bare = Incoming.of("POST", "/", "", "host", "127.0.0.1:4566");
    return switch (service) {
      case "iam" -> bare.with("content-type", FORM);
      case "logs" -> bare.with("x-amz-target", "Logs_20140328.DescribeLogGroups");
      default -> bare;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "iam, 403, InvalidClientTokenId",
    "lambda, 403, UnrecognizedClientException",
    "logs, 400, UnrecognizedClientException",
    "s3, 403, InvalidAccessKeyId"
  })
  void anUnknownKeyIsRefused(String service, int status, String code) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential=AKIAOTHER/20130524/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
            .formatted(service);
    Incoming request =
        plain(service).with("authorization", authorization).with("x-amz-date", "20130524T000000Z");

    refuses(request, service, status, code, "");
  }

  @Test
  void halfASignatureIsRefused() {
    refuses(
        plain("iam").with("authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request"),
        "iam",
        403,
        "IncompleteSignature",
        "Authorization header requires 'Signature' parameter. Authorization header requires"
            + " 'SignedHeaders' parameter. Authorization header requires existence of either a"
            + " 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256");
    refuses(
        plain("lambda").with("authorization", "Bearer x"),
        "lambda",
        403,
        "IncompleteSignatureException",
        "Unsupported AWS 'algorithm': 'Bearer'");
    refuses(
        plain("s3").with("authorization", "AWS key:signature"),
        "s3",
        501,
        "NotImplemented",
        "expected: SigV4");
  }

  @Test
  void clocksMayDifferByMinutes() throws IOException {
    assertThat(enter(form(WHO, THEN.minus(Duration.ofMinutes(5))), "iam")).isNotEmpty();
    assertThat(enter(form(WHO, THEN.plus(Duration.ofMinutes(5))), "iam")).isNotEmpty();
    refuses(
        form(WHO, THEN.minusSeconds(301)),
        "iam",
        403,
        "SignatureDoesNotMatch",
        "Signature expired: 20130523T235459Z is now earlier than 20130523T235500Z"
            + " (20130524T000000Z - 5 min.)");
    refuses(
        form(WHO, THEN.plusSeconds(301)),
        "iam",
        403,
        "SignatureDoesNotMatch",
        "Signature not yet current: 20130524T000501Z is still later than 20130524T000500Z"
            + " (20130524T000000Z + 5 min.)");
    clock.advance(Duration.ofMinutes(16));
    refuses(object(), "s3", 403, "RequestTimeTooSkewed", "too large");
  }

  @Test
  void temporaryCredentialsNeedTheirTokenAndEnd() throws IOException {
    Credentials whole = new Credentials("ASIATEMPORARY", "secret", Optional.of("token"));

    assertThat(enter(form(whole, THEN), "iam")).isNotEmpty();
    refuses(
        form(new Credentials("ASIATEMPORARY", "secret", Optional.empty()), THEN),
        "iam",
        403,
        "InvalidClientTokenId",
        "is invalid");
    clock.advance(Duration.ofHours(1));
    refuses(form(whole, THEN.plus(Duration.ofHours(1))), "iam", 403, "ExpiredToken", "is expired");
  }

  @Test
  void aWebIdentityNeedsNoSignature() throws IOException {
    Incoming request =
        Incoming.of("POST", "/?Action=AssumeRoleWithWebIdentity", "", "content-type", FORM);

    assertThat(enter(request, "sts")).isEmpty();
    refuses(request.withQuery("Action=AssumeRole"), "sts", 403, "MissingAuthenticationToken", "");
    refuses(request, "iam", 403, "MissingAuthenticationToken", "");
  }

  @Test
  void onlyS3IsAskedByBrowsers() throws IOException {
    Incoming preflight = Incoming.of("OPTIONS", "/bucket/key", "", "host", "s3.amazonaws.com");
    Incoming form = Incoming.of("OPTIONS", "/", "Action=ListRoles", "content-type", FORM);

    assertThat(enter(preflight, "s3")).isEmpty();
    refuses(form, "iam", 403, "MissingAuthenticationToken", "");
  }

  private static Incoming object() {
    return Incoming.of(
        "GET",
        "/test.txt",
        "",
        "host",
        "examplebucket.s3.amazonaws.com",
        "range",
        "bytes=0-9",
        "x-amz-content-sha256",
        SigV4.EMPTY_HASH,
        "x-amz-date",
        "20130524T000000Z",
        "authorization",
        authorization(
            "host;range;x-amz-content-sha256;x-amz-date",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
  }

  private static String authorization(String headers, String signature) {
    return "AWS4-HMAC-SHA256 Credential=%s/20130524/us-east-1/s3/aws4_request,SignedHeaders=%s,Signature=%s"
        .formatted(KEY, headers, signature);
  }

  @Test
  void takesTheExampleOfS3AndNoOtherBody() throws IOException {
    assertThat(enter(object(), "s3")).isEmpty();
    refuses(object().withBody("more"), "s3", 400, "XAmzContentSHA256Mismatch", "does not match");
    refuses(object().with("range", "bytes=0-8"), "s3", 403, "SignatureDoesNotMatch", "your key");
  }

  private static Incoming presigned() {
    return Incoming.of(
        "GET",
        "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
        "",
        "host",
        "examplebucket.s3.amazonaws.com");
  }

  @Test
  void takesThePresignedExampleForADay() throws IOException {
    assertThat(enter(presigned(), "s3")).isEmpty();
    clock.advance(Duration.ofDays(1));
    assertThat(enter(presigned(), "s3")).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    refuses(presigned(), "s3", 403, "AccessDenied", "Request has expired");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Expires=86400, X-Amz-Expires=604801, AuthorizationQueryParametersError",
    "X-Amz-Expires=86400, X-Amz-Expires=soon, AuthorizationQueryParametersError",
    "X-Amz-Expires=86400, X-Amz-Expires=86401, SignatureDoesNotMatch",
    "X-Amz-SignedHeaders=host, X-Amz-SignedHeaders=range, AuthorizationHeaderMalformed",
    "X-Amz-Date=20130524T000000Z, X-Amz-Date=yesterday, AuthorizationHeaderMalformed",
    "X-Amz-Signature=a, X-Amz-Signature=b, SignatureDoesNotMatch"
  })
  void refusesPresignedRequestsThatWereChanged(String part, String other, String code) {
    Incoming changed = presigned().withQuery(presigned().query().replace(part, other));

    assertThatThrownBy(() -> enter(changed, "s3")).hasMessageStartingWith(code + ": ");
  }

  private static Incoming old(String bucket) {
    return Incoming.of(
        "GET",
        "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620",
        "",
        "host",
        bucket + ".s3.amazonaws.com");
  }

  @Test
  void takesTheExampleOfTheUrlsBeforeSigV4() throws IOException {
    VirtualClock before = clock;
    clock = new VirtualClock(1_175_139_000L * 1_000_000_000L);

    assertThat(enter(old("johnsmith"), "s3")).isEmpty();
    refuses(old("other"), "s3", 403, "SignatureDoesNotMatch", "signature");
    Incoming longer =
        old("johnsmith")
            .withQuery(old("johnsmith").query().replace("Expires=1175139620", "Expires=soon"));
    refuses(longer, "s3", 400, "AuthorizationQueryParametersError", "soon");
    clock = before;
    refuses(old("johnsmith"), "s3", 403, "AccessDenied", "Request has expired");
  }

  private static Incoming chunked() {
    return Incoming.of(
            "PUT",
            "/examplebucket/chunkObject.txt",
            "",
            "host",
            "s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY",
            "x-amz-content-sha256",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "content-encoding",
            "aws-chunked",
            "x-amz-decoded-content-length",
            "66560",
            "content-length",
            "66824",
            "authorization",
            authorization(
                "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"))
        .withChunks(
            chunk(65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                + chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                + chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
            66560);
  }

  private static String chunk(int size, String signature) {
    return Integer.toHexString(size)
        + ";chunk-signature="
        + signature
        + "\r\n"
        + "a".repeat(size)
        + "\r\n";
  }

  @Test
  void takesTheChunkedExample() throws IOException {
    assertThat(enter(chunked(), "s3")).isEqualTo("a".repeat(66560));
  }

  @ParameterizedTest
  @CsvSource({"aaaa, aaab", "ad80c730, ad80c731", "0055627c, 0055627d", "b6c6ea8a, b6c6ea8b"})
  void aChunkThatWasChangedIsRefused(String part, String other) {
    String body = new String(chunked().bytes(), StandardCharsets.UTF_8);

    refuses(
        chunked().withChunks(body.replaceFirst(part, other), 66560),
        "s3",
        403,
        "SignatureDoesNotMatch",
        "signature");
  }

  @Test
  void takesTheExampleWithATrailer() throws IOException {
    String body =
        chunk(65536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
            + chunk(1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
            + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
            + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
            + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n"
            + "\r\n";
    Incoming request =
        Incoming.of(
                "PUT",
                "/examplebucket/chunkObject.txt",
                "",
                "host",
                "s3.amazonaws.com",
                "x-amz-date",
                "20130524T000000Z",
                "x-amz-storage-class",
                "REDUCED_REDUNDANCY",
                "x-amz-content-sha256",
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                "content-encoding",
                "aws-chunked",
                "x-amz-decoded-content-length",
                "66560",
                "x-amz-trailer",
                "x-amz-checksum-crc32c",
                "authorization",
                authorization(
                    "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                    "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"))
            .withChunks(body, 66560);

    assertThat(enter(request, "s3")).isEqualTo("a".repeat(66560));
    refuses(
        request.withChunks(body.replace("sOO8/Q==", "sOO8/g=="), 66560),
        "s3",
        403,
        "SignatureDoesNotMatch",
        "signature");
  }

  @Test
  void whateverTheHeadersSayNobodyElseComesIn() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String valid = object().fields().getOrDefault("authorization", "");
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(valid);
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) (33 + random.nextInt(90)));
          default -> text.insert(at, ",=/; ".charAt(random.nextInt(5)));
        }
      }
      String changed = text.toString();
      // Spaces around the parts mean nothing
      if (!changed.replaceAll("[ ,]+", "").equals(valid.replaceAll("[ ,]+", ""))) {
        assertThatThrownBy(() -> enter(object().with("authorization", changed), "s3"))
            .as(changed)
            .isInstanceOf(ApiException.class);
      }
    }
  }
}
