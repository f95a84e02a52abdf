package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.TestClient.Sent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestXmlTest extends ProtocolContract {

  private static final ServiceModel S3 = MODELS.load("s3");

  private final XmlClient client = new XmlClient();
  private final RestXml protocol = new RestXml(S3);

  @Override
  List<String> services() {
    return List.of("s3");
  }

  @Override
  TestClient client() {
    return client;
  }

  @Override
  Sample sample() {
    Map<String, Object> rule =
        Map.of("AllowedMethods", List.of("GET"), "AllowedOrigins", List.of("*"));
    Map<String, Object> cors = Map.of("CORSRules", List.of(rule));
    return new Sample(
        "PutBucketCors",
        Map.of("Bucket", "b", "CORSConfiguration", cors),
        Map.of("Bucket", "b", "CORSConfiguration", Map.of("CORSRules", List.of(Map.of()))));
  }

  @Override
  String unknownOperation() {
    return "MethodNotAllowed";
  }

  @Override
  Sent unknown(Sent good) {
    String signed = Heads.signedFor("A", "r-1", "s3");
    return new Sent(Heads.of("PATCH", "/b/k", "authorization", signed), new byte[0]);
  }

  @Override
  String validationError() {
    return "InvalidArgument";
  }

  /// Nothing tells a deprecated operation from its successor, or the two kinds of bucket lists.
  @Override
  boolean ambiguous(Operation operation) {
    return super.ambiguous(operation)
        || operation.deprecated()
        || operation.name().equals("ListDirectoryBuckets");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/b/k,'',PutObject",
    "PUT,/b/k?x-id=PutObject,'',PutObject",
    "PUT,/b/k,/from/here,CopyObject",
    "PUT,/b/k?partNumber=1&uploadId=u,'',UploadPart",
    "PUT,/b/k?partNumber=1&uploadId=u,/from/here,UploadPartCopy",
    "PUT,/b/k?uploadId=u,'',PutObject",
    "GET,/b/k?uploadId=u,'',ListParts",
    "DELETE,/b/k?uploadId=u,'',AbortMultipartUpload",
    "DELETE,/b/k,'',DeleteObject",
    "POST,/b/k?uploads,'',CreateMultipartUpload",
    "POST,/b/k?uploads=,'',CreateMultipartUpload",
    "POST,/b?delete=,'',DeleteObjects",
    "POST,/b/?delete,'',DeleteObjects",
    "GET,/b?location,'',GetBucketLocation",
    "GET,/b/?list-type=2&prefix=a,'',ListObjectsV2",
    "GET,/b/?prefix=a,'',ListObjects",
    "GET,/b?notification,'',GetBucketNotificationConfiguration",
    "GET,/b?analytics&id=1,'',GetBucketAnalyticsConfiguration",
    "GET,/b?analytics,'',ListBucketAnalyticsConfigurations",
    "HEAD,/b,'',HeadBucket",
    "GET,/,'',ListBuckets",
  })
  void tellsOperationsOnTheSamePathApart(
      String method, String uri, String source, String operation) {
    RequestHead head =
        source.isEmpty()
            ? Heads.of(method, uri)
            : Heads.of(method, uri, "x-amz-copy-source", source);

    assertThat(protocol.target(request(new Sent(head, new byte[0]))).operation().name())
        .isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource({
    "/b/a/b/c,a/b/c",
    "/b/folder/,folder/",
    "/b/a//b,a//b",
    "/b//,/",
    "/b//a,/a",
    "/b/a%2Fb%20c+d,a/b c+d",
    "/b/..%2f..,../..",
  })
  void aKeyKeepsEveryCharacter(String path, String key) {
    Request request = request(new Sent(Heads.of("GET", path), new byte[0]));

    assertThat(protocol.target(request).labels())
        .containsEntry("Bucket", "b")
        .containsEntry("Key", key);
  }

  @Test
  void aBucketMayStandInTheHost() {
    RequestHead head = Heads.of("GET", "/k/", "host", "my.b.s3.us-east-1.amazonaws.com");

    assertThat(protocol.target(request(new Sent(head, new byte[0]))).labels())
        .containsEntry("Bucket", "my.b")
        .containsEntry("Key", "k/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<CORSConfiguration>",
        "<Other/>",
        "<CORSConfiguration/><CORSConfiguration/>",
        "<CORSConfiguration>&unknown;</CORSConfiguration>",
        "<CORSConfiguration><CORSRule><MaxAgeSeconds>x</MaxAgeSeconds></CORSRule></CORSConfiguration>",
        "<CORSConfiguration><CORSRule><ID><b/></ID></CORSRule></CORSConfiguration>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><CORSConfiguration/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><CORSConfiguration><CORSRule><ID>&b;</ID></CORSRule></CORSConfiguration>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><CORSConfiguration>&b;</CORSConfiguration>",
        "not xml"
      })
  void whatIsNoValidDocumentIsMalformedXml(String body) throws IOException {
    WireAnswer answer =
        answer(new Sent(good().head(), body.getBytes(UTF_8)), call -> Answer.empty());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(client.error(answer).code()).isEqualTo("MalformedXML");
  }

  @Test
  void deepAndLongDocumentsAreRefused() throws IOException {
    byte[] deep = ("<CORSConfiguration>" + "<a>".repeat(200_000)).getBytes(UTF_8);
    byte[] attributes = ("<CORSConfiguration " + "a='1' ".repeat(30_000) + "/>").getBytes(UTF_8);

    assertThat(client.error(answer(new Sent(good().head(), deep), call -> Answer.empty())).code())
        .isEqualTo("MalformedXML");
    assertThat(
            client
                .error(answer(new Sent(good().head(), attributes), call -> Answer.empty()))
                .code())
        .isEqualTo("MalformedXML");
    assertThat(answer(new Sent(good().head(), new byte[2 << 20]), call -> Answer.empty()).status())
        .isEqualTo(413);
  }

  @Test
  void anErrorHasTheFieldsOfItsHandlerAndNoBodyWhereHttpForbidsIt() {
    ApiError error = new ApiError(404, "NoSuchKey", "gone", Map.of("Key", "a<b"));

    WireAnswer answer = protocol.error(Heads.of("GET", "/b/k"), error, "request-1");
    assertThat(text(answer.body().bytes())).contains("<Key>a&lt;b</Key>");
    assertThat(header(answer, "x-amz-request-id")).contains("request-1");
    assertThat(header(answer, "Content-Type")).contains("application/xml");

    assertThat(protocol.error(Heads.of("HEAD", "/b/k"), error, "r").body().size()).isZero();
    ApiError unchanged = new ApiError(304, "NotModified", "", Map.of());
    assertThat(protocol.error(Heads.of("GET", "/b/k"), unchanged, "r").body().size()).isZero();
  }

  @Test
  void anObjectGoesOutAsItIs() {
    WireAnswer answer =
        protocol.answer(
            S3.operation("GetObject"),
            Answer.of(
                Map.of(
                    "Body",
                    Blob.of("x".getBytes(UTF_8)),
                    "ContentType",
                    "text/css",
                    "Metadata",
                    Map.of("mtime", "7"))),
            "r");

    assertThat(answer.body().bytes()).isEqualTo("x".getBytes(UTF_8));
    assertThat(header(answer, "Content-Type")).contains("text/css");
    assertThat(header(answer, "x-amz-meta-mtime")).contains("7");
  }
}
