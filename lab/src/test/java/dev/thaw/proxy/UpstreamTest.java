package dev.thaw.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamTest {

  private static final HostPort SHOP = new HostPort("shop.example", 443);

  @Test
  void goesDirectlyWhereNothingIsSet() {
    assertThat(Upstream.of(Map.of("HTTPS_PROXY", " ")).forTunnel(SHOP)).isEmpty();
  }

  @Test
  void takesTheLowerCaseSpellingFirst() {
    Upstream upstream =
        Upstream.of(Map.of("HTTPS_PROXY", "http://b.example:2", "https_proxy", "a.example:1"));
    assertThat(upstream.forTunnel(SHOP).orElseThrow()).hasToString("http://a.example:1");
    assertThat(upstream.forPlain(SHOP)).isEmpty();
  }

  @Test
  void fallsBackToTheProxyForAll() {
    Upstream upstream = Upstream.of(Map.of("ALL_PROXY", "https://a.example"));
    assertThat(upstream.forTunnel(SHOP).orElseThrow()).hasToString("https://a.example:443");
    assertThat(upstream.forPlain(SHOP).orElseThrow().tls()).isTrue();
  }

  @Test
  void sendsTheCredentialsOfTheUrl() {
    Upstream upstream = Upstream.of(Map.of("https_proxy", "http://me:p%40s+s@a.example:1/"));
    // me:p@s+s
    assertThat(upstream.forTunnel(SHOP).orElseThrow().authorization())
        .contains("Basic bWU6cEBzK3M=");
  }

  @Test
  void namesTheVariableButNotThePasswordOfWhatIsNoHttpProxy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Upstream.of(Map.of("all_proxy", "socks5://me:secret@a.example:1")))
        .withMessageContaining("all_proxy")
        .withMessageContaining("socks5://")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Upstream.of(Map.of("http_proxy", "http://me:secret@a.example:x")))
        .withMessageContaining("http_proxy")
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "example.org,example.org,443,true",
    "example.org,www.example.org,443,true",
    ".example.org,www.Example.org,443,true",
    "*.example.org,www.example.org,443,true",
    "example.org,notexample.org,443,false",
    "'a.example, example.org',www.example.org,443,true",
    "'a.example example.org',www.example.org,443,true",
    "example.org:8443,example.org,443,false",
    "example.org:8443,example.org,8443,true",
    "*,anything.example,443,true",
    "10.0.0.0/8,10.200.3.4,443,true",
    "10.0.0.0/8,11.0.0.1,443,false",
    "10.1.2.3,10.1.2.3,443,true",
    "10.1.2.3:8080,10.1.2.3,443,false",
    "fd00::/8,fd12::1,443,true",
    "[fd12::1]:443,fd12::1,443,true",
    "'',localhost,443,true",
    "'',127.3.4.5,443,true",
    "'',example.org,443,false"
  })
  void readsTheListOfHostsThatNeedNoProxy(String list, String host, int port, boolean direct) {
    Upstream upstream = Upstream.of(Map.of("https_proxy", "http://p.example:1", "NO_PROXY", list));
    assertThat(upstream.forTunnel(new HostPort(host, port)).isEmpty()).isEqualTo(direct);
  }

  @Test
  void survivesAnyList() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String letters = "a0.:*/[],% -f";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(24), 0, letters.length())
          .forEach(c -> text.append(letters.charAt(c)));
      assertThat(Bypass.parse(text.toString()).contains("localhost", 1))
          .as("seed %d", seed)
          .isTrue();
      Bypass.parse(text.toString()).contains(text.toString(), 443);
      HostPort.parse(text.toString(), 443);
    }
  }
}
