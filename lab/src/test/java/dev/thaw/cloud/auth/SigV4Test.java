package dev.thaw.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against the signatures of AWS's published test suite and of S3's documentation.
class SigV4Test {

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String S3_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private static String signed(Incoming request, String headers, String service) {
    CredentialScope scope = new CredentialScope("20150830", "us-east-1", service);
    String hash = SigV4.hash(request.bytes());
    String canonical =
        CanonicalRequest.of(
            request.head(), List.of(headers.split(";")), hash, service.equals("s3"));
    return SigV4.sign(SigV4.key(SECRET, scope), SigV4.toSign("20150830T123600Z", scope, canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "GET, /?Param2=value2&Param1=value1,"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "GET, //, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "GET, /./, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "GET, /example/.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "GET, /example1/example2/../..,"
        + " 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
  })
  void signsTheVanillaRequests(String method, String path, String signature) {
    Incoming request =
        Incoming.of(
            method, path, "", "Host", "example.amazonaws.com", "X-Amz-Date", "20150830T123600Z");

    assertThat(signed(request, "host;x-amz-date", "service")).isEqualTo(signature);
  }

  @Test
  void signsAForm() {
    Incoming request =
        Incoming.of(
            "POST",
            "/",
            "Param1=value1",
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Host",
            "example.amazonaws.com",
            "X-Amz-Date",
            "20150830T123600Z");

    assertThat(signed(request, "content-type;host;x-amz-date", "service"))
        .isEqualTo("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  }

  @Test
  void signsTheExampleOfIam() {
    Incoming request =
        Incoming.of(
            "GET",
            "/?Action=ListUsers&Version=2010-05-08",
            "",
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8",
            "Host",
            "iam.amazonaws.com",
            "X-Amz-Date",
            "20150830T123600Z");

    assertThat(signed(request, "content-type;host;x-amz-date", "iam"))
        .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  private static String s3(Incoming request, String headers, String hash) {
    CredentialScope scope = new CredentialScope("20130524", "us-east-1", "s3");
    String canonical = CanonicalRequest.of(request.head(), List.of(headers.split(";")), hash, true);
    return SigV4.sign(
        SigV4.key(S3_SECRET, scope), SigV4.toSign("20130524T000000Z", scope, canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "/?lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "/?max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  })
  void signsTheExamplesOfBuckets(String path, String signature) {
    Incoming request =
        Incoming.of(
            "GET",
            path,
            "",
            "Host",
            "examplebucket.s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-content-sha256",
            SigV4.EMPTY_HASH);

    assertThat(s3(request, "host;x-amz-content-sha256;x-amz-date", SigV4.EMPTY_HASH))
        .isEqualTo(signature);
  }

  @Test
  void signsTheExamplesOfObjects() {
    Incoming get =
        Incoming.of(
            "GET",
            "/test.txt",
            "",
            "Host",
            "examplebucket.s3.amazonaws.com",
            "Range",
            "bytes=0-9",
            "x-amz-content-sha256",
            SigV4.EMPTY_HASH,
            "x-amz-date",
            "20130524T000000Z");
    String hash = SigV4.hash("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8));
    Incoming put =
        Incoming.of(
            "PUT",
            "/test%24file.text",
            "",
            "Date",
            "Fri, 24 May 2013 00:00:00 GMT",
            "Host",
            "examplebucket.s3.amazonaws.com",
            "x-amz-content-sha256",
            hash,
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY");

    assertThat(s3(get, "host;range;x-amz-content-sha256;x-amz-date", SigV4.EMPTY_HASH))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    assertThat(s3(put, "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class", hash))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void queriesAreSortedAndEncodedInOneWay() {
    assertThat(CanonicalRequest.query("b=2&a=%7e&a=+&A&X-Amz-Signature=x"))
        .isEqualTo("A=&a=%20&a=~&b=2");
    assertThat(CanonicalRequest.path("/a%20b/c", false)).isEqualTo("/a%2520b/c");
    assertThat(CanonicalRequest.path("/a%20b//c/", true)).isEqualTo("/a%20b//c/");
  }
}
