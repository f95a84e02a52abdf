package dev.thaw.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingApiTest {

  @TempDir private Path folder;
  private S3World world;
  private S3Api s3;

  @BeforeEach
  void open() throws IOException {
    world = new S3World(folder);
    s3 = new S3Api(world.port());
    s3.put("/bucket", "");
    for (String key : List.of("a", "b/1", "b/2", "b/c/3", "b0", "c/1", "d")) {
      s3.put("/bucket/" + key, key);
    }
    s3.put("/bucket2", "");
    s3.put("/bucket2/a", "other");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void keysComeInOrder() {
    S3Api.Reply all = s3.get("/bucket?list-type=2");

    assertThat(all.elements("Key")).containsExactly("a", "b/1", "b/2", "b/c/3", "b0", "c/1", "d");
    assertThat(all.element("KeyCount")).isEqualTo("7");
    assertThat(all.element("IsTruncated")).isEqualTo("false");
    assertThat(s3.get("/bucket?list-type=2&start-after=b/2").elements("Key"))
        .containsExactly("b/c/3", "b0", "c/1", "d");
    assertThat(s3.get("/bucket?list-type=2&prefix=b").elements("Key"))
        .containsExactly("b/1", "b/2", "b/c/3", "b0");
    assertThat(s3.get("/bucket?list-type=2&max-keys=0").element("IsTruncated")).isEqualTo("false");
  }

  @Test
  void whatLiesBehindTheDelimiterIsRolledUp() {
    S3Api.Reply top = s3.get("/bucket?list-type=2&delimiter=/");
    assertThat(top.elements("Key")).containsExactly("a", "b0", "d");
    assertThat(top.elements("Prefix")).containsExactly("", "b/", "c/");
    S3Api.Reply below = s3.get("/bucket?list-type=2&delimiter=/&prefix=b/");
    assertThat(below.elements("Key")).containsExactly("b/1", "b/2");
    assertThat(below.elements("Prefix")).contains("b/c/");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void pagesMakeTheWhole(int size) {
    List<String> found = new ArrayList<>();
    String path = "/bucket?list-type=2&delimiter=/&max-keys=" + size;
    S3Api.Reply page = s3.get(path);
    collect(page, found);
    while (page.element("IsTruncated").equals("true")) {
      String token =
          URLEncoder.encode(page.element("NextContinuationToken"), StandardCharsets.UTF_8);
      page = s3.get(path + "&continuation-token=" + token);
      collect(page, found);
    }
    assertThat(found).containsExactlyInAnyOrder("a", "b/", "b0", "c/", "d");

    found.clear();
    path = "/bucket?delimiter=/&max-keys=" + size;
    page = s3.get(path);
    collect(page, found);
    while (page.element("IsTruncated").equals("true")) {
      page = s3.get(path + "&marker=" + page.element("NextMarker"));
      collect(page, found);
    }
    assertThat(found).containsExactlyInAnyOrder("a", "b/", "b0", "c/", "d");
  }

  private static void collect(S3Api.Reply page, List<String> found) {
    found.addAll(page.elements("Key"));
    page.elements("Prefix").stream().filter(each -> !each.isEmpty()).forEach(found::add);
  }

  @Test
  void keysAreEncodedForXmlIfAsked() {
    s3.put("/bucket2/%01%20%C3%A4+/x", "x");

    assertThat(s3.get("/bucket2?list-type=2&encoding-type=url").elements("Key"))
        .containsExactly("%01+%C3%A4%2B/x", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list-type=2&continuation-token=%25",
        "list-type=2&continuation-token=",
        "max-keys=-1",
        "max-keys=x",
        "encoding-type=other",
        "versions&version-id-marker=x"
      })
  void whatMakesNoSenseIsAnInvalidArgument(String query) {
    assertThat(s3.get("/bucket?" + query).code()).isEqualTo("InvalidArgument");
  }
}
