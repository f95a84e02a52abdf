package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.Lookup;
import dev.thaw.wire.dns.LookupException;
import dev.thaw.wire.dns.Resolver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayTest {

  private static final int THAW = 4566;
  private static final int PROXY = 4567;

  @TempDir Path authority;

  private Way to(String url) {
    return Way.to(url, THAW, PROXY, authority);
  }

  @Test
  void leadsHostsOfAwsHereAndSaysThatNothingWasLookedUp() throws LookupException {
    Way way = to("https://ABC.execute-api.us-east-1.amazonaws.com/dev");
    assertThat(way.port()).hasValue(PROXY);
    Lookup lookup =
        way.options()
            .resolver()
            .resolve(
                "ABC.execute-api.us-east-1.amazonaws.com", Resolver.Family.ANY, Clock.system());
    assertThat(lookup.source()).isEqualTo(Lookup.Source.OVERRIDE);
    assertThat(lookup.addresses().getFirst().isLoopbackAddress()).isTrue();
    assertThat(lookup.end()).isEqualTo(lookup.start());
  }

  @Test
  void needsNoProxyWithoutTls() {
    assertThat(to("http://abc.execute-api.us-east-1.amazonaws.com/dev").port()).hasValue(THAW);
    assertThat(authority).isEmptyDirectory();
  }

  @Test
  void leavesOtherHostsWhereTheyAre() {
    assertThat(to("https://shop.example/").port()).isEmpty();
    assertThat(to("https://shop.example.amazonaws.com.evil.example/").port()).isEmpty();
  }

  @Test
  void refusesWhatIsNoUrl() {
    assertThatIllegalArgumentException().isThrownBy(() -> to("https://"));
    assertThatIllegalArgumentException().isThrownBy(() -> to("ftp://shop.example/"));
  }
}
