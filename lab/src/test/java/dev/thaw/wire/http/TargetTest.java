package dev.thaw.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://a.example, a.example, /",
    "HTTPS://a.example:443/x?y=z#f, a.example, /x?y=z",
    "a.example:8080/x, a.example:8080, /x",
    "http://[::1]:81/, [::1]:81, /",
    "https://bücher.example/ä?ö=ü, xn--bcher-kva.example, /%C3%A4?%C3%B6=%C3%BC",
    "http://a.example?q, a.example, /?q",
    "http://a.example/%2F?a=%3F?b, a.example, /%2F?a=%3F?b"
  })
  void takesAUrlApart(String url, String authority, String path) {
    Target.Located located = Target.parse(url);
    assertThat(located.target().authority()).isEqualTo(authority);
    assertThat(located.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "ftp://a.example/",
        "http://user:secret@a.example/",
        "http://a b/",
        "http://a.example:0/",
        "http://a.example:70000/",
        "http://a.example/\r\nX: y",
        "http://[::1/",
        "http:///x"
      })
  void refusesWhatIsNoUrl(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse(url))
        .withMessageNotContaining("secret");
  }

  @Test
  void refusesHeadersAndPathsThatWouldBreakTheRequest() {
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a", "b\r\nc: d"));
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a:", "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Request.get("/ HTTP/1.1\r\n", Headers.NONE));
  }
}
