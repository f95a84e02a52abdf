package dev.thaw.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.ApiException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3ParsersTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,0",
    "bytes=2-5,2,5",
    "bytes=2-,2,9",
    "bytes=2-99999,2,9",
    "bytes=-3,7,9",
    "bytes=-30,0,9",
  })
  void readsRanges(String header, long first, long last) {
    assertThat(ByteRange.parse(header, 10)).contains(new ByteRange(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=1-2,4-5",
        "bytes=a-b",
        "items=0-1",
        "bytes=99999999999999999999-",
        "bytes=--1"
      })
  void whatIsNoSingleRangeIsLeftOut(String header) {
    assertThat(ByteRange.parse(header, 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
  void aRangeBehindTheEndCannotBeSatisfied(String header) {
    assertThatThrownBy(() -> ByteRange.parse(header, 10)).hasMessageContaining("InvalidRange");
    assertThatThrownBy(() -> ByteRange.parse("bytes=0-", 0)).hasMessageContaining("InvalidRange");
  }

  @Test
  void readsSourcesOfCopies() {
    String version = "a".repeat(32);
    assertThat(CopySource.parse("/b/k%20a%2Bb+c?versionId=" + version))
        .isEqualTo(new CopySource("b", "k a+b+c", Optional.of(version)));
    assertThat(CopySource.parse("b//x/")).isEqualTo(new CopySource("b", "/x/", Optional.empty()));
    assertThatThrownBy(() -> CopySource.parse("arn:aws:s3:us-east-1:1:accesspoint/a/object/k"))
        .hasMessageContaining("NotImplemented");
  }

  @Test
  void readsTagsLikeAQuery() {
    assertThat(Tags.parse("a=1&b=%26+x&c")).isEqualTo(Map.of("a", "1", "b", "& x", "c", ""));
    assertThatThrownBy(() -> Tags.parse("a=%zz")).hasMessageContaining("InvalidArgument");
    assertThatThrownBy(() -> Tags.parse("k".repeat(129) + "=1")).hasMessageContaining("InvalidTag");
  }

  @Test
  void noInputBringsAParserDown() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      String text = random(random);
      refusesOrReads(seed, text, each -> ByteRange.parse("bytes=" + each, 100));
      refusesOrReads(seed, text, each -> ByteRange.ofCopy("bytes=" + each, 100));
      refusesOrReads(seed, text, CopySource::parse);
      refusesOrReads(seed, text, Tags::parse);
      refusesOrReads(seed, text, BucketName::check);
      refusesOrReads(seed, text, ListingToken::read);
      refusesOrReads(seed, text, Located::check);
    }
  }

  private static String random(Random random) {
    String letters = "0123456789-=&%+/?versionId=.abZ\0\u00e4,";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(24); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static void refusesOrReads(long seed, String text, Consumer<String> parser) {
    try {
      parser.accept(text);
    } catch (ApiException e) {
      assertThat(e.error().status()).as("seed %d: %s", seed, text).isBetween(400, 501);
    }
  }
}
