package dev.thaw.cloud.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingApiTest {

  @TempDir private Path folder;
  private S3World world;
  private S3Api s3;

  @BeforeEach
  void open() throws IOException {
    world = new S3World(folder);
    s3 = new S3Api(world.port());
    s3.put("/bucket", "");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "cors,NoSuchCORSConfiguration",
    "lifecycle,NoSuchLifecycleConfiguration",
    "policy,NoSuchBucketPolicy",
    "tagging,NoSuchTagSet",
    "website,NoSuchWebsiteConfiguration",
    "replication,ReplicationConfigurationNotFoundError",
    "object-lock,ObjectLockConfigurationNotFoundError",
  })
  void whatIsNotConfiguredSaysSo(String setting, String code) {
    S3Api.Reply reply = s3.get("/bucket?" + setting);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.element("BucketName")).isEqualTo("bucket");
    assertThat(s3.get("/nowhere?" + setting).code()).isEqualTo("NoSuchBucket");
  }

  @ParameterizedTest
  @CsvSource({
    "encryption,AES256",
    "publicAccessBlock,<BlockPublicAcls>true</BlockPublicAcls>",
    "ownershipControls,BucketOwnerEnforced",
    "requestPayment,BucketOwner",
    "acl,FULL_CONTROL",
    "versioning,VersioningConfiguration",
    "notification,NotificationConfiguration",
    "logging,BucketLoggingStatus",
    "accelerate,AccelerateConfiguration",
  })
  void everyBucketHasTheseFromTheBeginning(String setting, String part) {
    assertThat(s3.get("/bucket?" + setting).text()).contains(part);
  }

  @ParameterizedTest
  @CsvSource({
    "cors,<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>,<AllowedOrigin>*</AllowedOrigin>",
    "lifecycle,<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration></Rule></LifecycleConfiguration>,<Date>2030-01-01T00:00:00Z</Date>",
    "tagging,<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>,<Value>b</Value>",
    "website,<WebsiteConfiguration><IndexDocument><Suffix>i.html</Suffix></IndexDocument></WebsiteConfiguration>,<Suffix>i.html</Suffix>",
    "publicAccessBlock,<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls></PublicAccessBlockConfiguration>,<BlockPublicAcls>false</BlockPublicAcls>",
  })
  void whatIsPutComesBackUntilItIsDeleted(String setting, String xml, String part)
      throws IOException {
    String path = "/bucket?" + setting;
    assertThat(s3.put(path, xml).status()).isEqualTo(200);
    assertThat(s3.get(path).text()).contains(part);
    world.close();
    world = new S3World(folder);
    s3 = new S3Api(world.port());
    assertThat(s3.get(path).text()).contains(part);
    assertThat(s3.delete(path).status()).isEqualTo(204);
    assertThat(s3.get(path).status()).isEqualTo(404);
    assertThat(s3.put(path, "<" + xml).code()).isEqualTo("MalformedXML");
    assertThat(s3.put(path, "").code()).isNotEmpty();
  }

  @Test
  void aPolicyComesBackAsItWasWritten() {
    String policy = "{ \"Version\": \"2012-10-17\",\"Statement\": []}";

    assertThat(s3.put("/bucket?policy", policy).status()).isIn(200, 204);
    assertThat(s3.get("/bucket?policy").text()).isEqualTo(policy);
    assertThat(s3.get("/bucket?policyStatus").element("IsPublic")).isEqualTo("false");
    assertThat(s3.put("/bucket?policy", "{").code()).isEqualTo("MalformedPolicy");
    assertThat(s3.put("/bucket?policy", "[]").code()).isEqualTo("MalformedPolicy");
    assertThat(s3.get("/bucket?policy").text()).isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'Effect':'Allow','Principal':'*'};true",
        "[{'Effect':'Allow','Principal':{'AWS':['1','*']}}];true",
        "[{'Effect':'Deny','Principal':'*'}];false",
        "[{'Effect':'Allow','Principal':'*','Condition':{}}];false",
        "[{'Effect':'Allow'},5];false",
      },
      quoteCharacter = '`')
  void aPolicyForEverybodyIsPublic(String statement, boolean open) {
    s3.put("/bucket?policy", ("{'Statement':" + statement + "}").replace('\'', '"'));

    assertThat(s3.get("/bucket?policyStatus").element("IsPublic"))
        .isEqualTo(Boolean.toString(open));
  }

  @Test
  void objectsHaveTagsOfTheirOwn() {
    s3.put("/bucket/k", "x", "x-amz-tagging", "a=1");
    assertThat(s3.get("/bucket/k?tagging").element("Value")).isEqualTo("1");
    String xml = "<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag></TagSet></Tagging>";
    s3.put("/bucket/k?tagging", xml);
    assertThat(s3.get("/bucket/k?tagging").elements("Key")).containsExactly("b");
    String twice = xml.replace("</TagSet>", "<Tag><Key>b</Key><Value>3</Value></Tag></TagSet>");
    assertThat(s3.put("/bucket/k?tagging", twice).code()).isEqualTo("InvalidTag");
    s3.delete("/bucket/k?tagging");
    assertThat(s3.get("/bucket/k?tagging").elements("Key")).isEmpty();
    assertThat(s3.put("/bucket/k", "x", "x-amz-tagging", "a=1&a=2").code()).isEqualTo("InvalidTag");
  }

  @Test
  void functionsAreToldWhatHappens() {
    String arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
    String xml =
        "<NotificationConfiguration><CloudFunctionConfiguration><Id>mine</Id><CloudFunction>"
            + arn
            + "</CloudFunction><Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:Delete"
            + "</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>in/</Value></FilterRule>"
            + "<FilterRule><Name>suffix</Name><Value>.txt</Value></FilterRule></S3Key></Filter>"
            + "</CloudFunctionConfiguration></NotificationConfiguration>";
    assertThat(s3.put("/bucket?notification", xml).status()).isEqualTo(200);
    assertThat(s3.get("/bucket?notification").element("CloudFunction")).isEqualTo(arn);

    s3.put("/bucket/out/a.txt", "x");
    s3.put("/bucket/in/a.bin", "x");
    s3.put("/bucket/in/a%20b+%C3%A4.txt", "hello");
    s3.delete("/bucket/in/a%20b+%C3%A4.txt");

    assertThat(world.deliveries).hasSize(2);
    S3World.Delivery put = world.deliveries.getFirst();
    assertThat(put.functionArn()).isEqualTo(arn);
    Document record = record(put);
    assertThat(record.text("eventName")).isEqualTo("ObjectCreated:Put");
    assertThat(record.text("eventSource")).isEqualTo("aws:s3");
    Document s3Part = record.document("s3");
    assertThat(s3Part.text("configurationId")).isEqualTo("mine");
    assertThat(s3Part.document("bucket").text("arn")).isEqualTo("arn:aws:s3:::bucket");
    assertThat(s3Part.document("object").text("key")).isEqualTo("in/a+b%2B%C3%A4.txt");
    assertThat(s3Part.document("object").number("size")).isEqualTo(5);
    assertThat(s3Part.document("object").text("eTag"))
        .isEqualTo("5d41402abc4b2a76b9719d911017c592");
    assertThat(record(world.deliveries.getLast()).text("eventName"))
        .isEqualTo("ObjectRemoved:Delete");
  }

  private static Document record(S3World.Delivery delivery) {
    assertThat(new String(delivery.event(), UTF_8)).startsWith("{\"Records\":[");
    List<Document> records = new Document(Json.readObject(delivery.event())).documents("Records");
    return records.getFirst();
  }

  @Test
  void destinationsThatThawLacksAreRefusedByName() {
    String xml =
        "<NotificationConfiguration><QueueConfiguration><Queue>arn:aws:sqs:r:a:q</Queue>"
            + "<Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>";
    S3Api.Reply reply = s3.put("/bucket?notification", xml);

    assertThat(reply.code()).isEqualTo("NotImplemented");
    assertThat(reply.text()).contains("QueueConfigurations");
  }
}
