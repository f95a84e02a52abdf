package dev.thaw.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.cloudformation.TemplateSource.S3Object;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateSourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3.amazonaws.com/my.bucket/a/key.json",
        "https://s3.eu-west-1.amazonaws.com/my.bucket/a/key.json",
        "https://s3-eu-west-1.amazonaws.com/my.bucket/a/key.json",
        "https://my.bucket.s3.eu-west-1.amazonaws.com/a/key.json",
        "https://my.bucket.s3.amazonaws.com/a/key.json?versionId=null",
        "https://my.bucket.s3-eu-west-1.amazonaws.com/a/key.json",
        "http://127.0.0.1:4566/my.bucket/a/key.json",
        "http://localhost:4566/my.bucket/a/key.json",
        "http://my.bucket.localhost:4566/a/key.json"
      })
  void readsEveryFormOfAnAddress(String url) {
    assertThat(S3Object.parse(url)).contains(new S3Object("my.bucket", "a/key.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "key", "file:///etc/passwd", "https://", "http://h/b", "http://h/b/", "::"})
  void refusesOthers(String url) {
    assertThat(S3Object.parse(url)).isEmpty();
  }
}
