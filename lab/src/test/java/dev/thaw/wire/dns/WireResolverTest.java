package dev.thaw.wire.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.LookupException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class WireResolverTest {

  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");

  private static Resolver asking(int port, int attempts, String hosts) {
    return new WireResolver(
        HostsFile.parse(hosts),
        new ResolvConf(
            List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)),
            List.of("corp.example"),
            1,
            Duration.ofMillis(300),
            attempts));
  }

  private static Lookup resolve(NameServer server, String host, Resolver.Family family)
      throws LookupException {
    return asking(server.port(), 2, "").resolve(host, family, Clock.system());
  }

  private static Consumer<Message> address(String owner) {
    return answer -> {
      Record question = answer.getQuestion();
      if (question.getType() == Type.A && question.getName().equals(name(owner))) {
        answer.addRecord(new ARecord(question.getName(), DClass.IN, 30, ADDRESS), Section.ANSWER);
      }
    };
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static void fails(Consumer<Message> script, Reason reason) throws IOException {
    try (NameServer server = new NameServer(script)) {
      assertThatExceptionOfType(LookupException.class)
          .isThrownBy(() -> resolve(server, "a.example", Resolver.Family.IPV4))
          .matches(e -> e.reason() == reason, "reason " + reason)
          .withMessageContaining("a.example");
    }
  }

  @Test
  void asksTheServerAndTellsWhoAnswered() throws IOException {
    try (NameServer server = new NameServer(address("a.example."))) {
      Lookup lookup = resolve(server, "a.example", Resolver.Family.ANY);
      assertThat(lookup.addresses()).containsExactly(ADDRESS);
      assertThat(lookup.source()).isEqualTo(Lookup.Source.DNS);
      assertThat(lookup.server()).contains("127.0.0.1:" + server.port() + " udp");
      assertThat(lookup.ttlSeconds()).hasValue(30);
      assertThat(lookup.end()).isGreaterThan(lookup.start());
    }
  }

  @Test
  void asksAnewEveryTime() throws IOException {
    try (NameServer server = new NameServer(address("a.example."))) {
      resolve(server, "a.example", Resolver.Family.IPV4);
      resolve(server, "a.example", Resolver.Family.IPV4);
      assertThat(server.asked()).isEqualTo(2);
    }
  }

  @Test
  void followsAliases() throws IOException {
    try (NameServer server =
        new NameServer(answer -> {
          answer.addRecord(
              new CNAMERecord(name("a.example."), DClass.IN, 5, name("b.example.")),
              Section.ANSWER);
          answer.addRecord(new ARecord(name("b.example."), DClass.IN, 30, ADDRESS), Section.ANSWER);
        })) {
      Lookup lookup = resolve(server, "a.example", Resolver.Family.IPV4);
      assertThat(lookup.addresses()).containsExactly(ADDRESS);
      assertThat(lookup.ttlSeconds()).hasValue(5);
    }
  }

  @Test
  void doesNotTakeTheAddressOfAStranger() throws IOException {
    fails(
        answer ->
            answer.addRecord(
                new ARecord(name("evil.example."), DClass.IN, 30, ADDRESS), Section.ANSWER),
        Reason.NO_ADDRESS);
  }

  @Test
  void asksOverTcpWhatWasCutShort() throws IOException {
    try (NameServer server =
        new NameServer(address("a.example."), answer -> answer.getHeader().setFlag(Flags.TC))) {
      Lookup lookup = resolve(server, "a.example", Resolver.Family.IPV4);
      assertThat(lookup.addresses()).containsExactly(ADDRESS);
      assertThat(lookup.server().orElseThrow()).endsWith(" tcp");
    }
  }

  @Test
  void triesTheSearchDomains() throws IOException {
    try (NameServer server =
        new NameServer(answer -> {
          if (answer.getQuestion().getName().equals(name("db.corp.example."))) {
            address("db.corp.example.").accept(answer);
          } else {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
          }
        })) {
      assertThat(resolve(server, "db", Resolver.Family.IPV4).addresses()).containsExactly(ADDRESS);
    }
  }

  @Test
  void namesANameThatDoesNotExist() throws IOException {
    fails(answer -> answer.getHeader().setRcode(Rcode.NXDOMAIN), Reason.NO_SUCH_NAME);
  }

  @Test
  void namesANameWithoutAddress() throws IOException {
    fails(answer -> {}, Reason.NO_ADDRESS);
  }

  @Test
  void namesAServerThatFails() throws IOException {
    fails(answer -> answer.getHeader().setRcode(Rcode.SERVFAIL), Reason.SERVER_FAILURE);
  }

  @Test
  void namesASilentServer() throws IOException {
    try (NameServer server = NameServer.silent()) {
      assertThatExceptionOfType(LookupException.class)
          .isThrownBy(() ->
              asking(server.port(), 1, "")
                  .resolve("a.example", Resolver.Family.ANY, Clock.system()))
          .matches(e -> e.reason() == Reason.TIMEOUT)
          .withMessageContaining("127.0.0.1:" + server.port());
    }
  }

  @Test
  void takesNoAnswerToAnotherQuestion() throws IOException {
    try (NameServer server =
        new NameServer(answer -> {
          address("a.example.").accept(answer);
          answer.getHeader().setID(answer.getHeader().getID() ^ 1);
        })) {
      assertThatExceptionOfType(LookupException.class)
          .isThrownBy(() ->
              asking(server.port(), 1, "")
                  .resolve("a.example", Resolver.Family.IPV4, Clock.system()))
          .matches(e -> e.reason() == Reason.TIMEOUT);
    }
  }

  @Test
  void readsTheHostsFileFirst() throws IOException {
    Lookup lookup =
        asking(closedPort(), 1, "# x\n192.0.2.9 one.example ONE # y\nbad line\n::1 one.example\n")
            .resolve("One", Resolver.Family.ANY, Clock.system());
    assertThat(lookup.source()).isEqualTo(Lookup.Source.HOSTS_FILE);
    assertThat(lookup.addresses()).containsExactly(InetAddress.ofLiteral("192.0.2.9"));
  }

  @Test
  void takesAnAddressAsItIs() throws IOException {
    Resolver resolver = asking(closedPort(), 1, "");
    assertThat(resolver.resolve("::1", Resolver.Family.ANY, Clock.system()).source())
        .isEqualTo(Lookup.Source.LITERAL);
    assertThatExceptionOfType(LookupException.class)
        .isThrownBy(() -> resolver.resolve("::1", Resolver.Family.IPV4, Clock.system()))
        .matches(e -> e.reason() == Reason.NO_ADDRESS);
  }

  @Test
  void asksTheSystemWhereNoServerIsConfigured() throws IOException {
    Resolver resolver =
        new WireResolver(HostsFile.parse(""), ResolvConf.read(Path.of("/nonexistent/resolv.conf")));
    Lookup lookup = resolver.resolve("localhost", Resolver.Family.ANY, Clock.system());
    assertThat(lookup.source()).isEqualTo(Lookup.Source.SYSTEM);
    assertThat(lookup.addresses()).allMatch(InetAddress::isLoopbackAddress);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "a b", "-\0", "a/b", "x\n", "[::1"})
  void refusesWhatIsNoName(String host) throws IOException {
    Resolver resolver = asking(closedPort(), 1, "");
    assertThatExceptionOfType(LookupException.class)
        .isThrownBy(() -> resolver.resolve(host, Resolver.Family.ANY, Clock.system()))
        .matches(e -> e.reason() == Reason.INVALID_NAME);
  }

  @Test
  void readsResolvConf() {
    ResolvConf conf =
        ResolvConf.parse(
            """
            ; c
            nameserver 192.0.2.53
            nameserver nonsense
            nameserver ::1 # x
            search a.example b.example
            options ndots:2 timeout:99999 attempts:0 timeout:3
            """);
    assertThat(conf.servers()).hasSize(2);
    assertThat(conf.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(conf.attempts()).isEqualTo(1);
    assertThat(conf.candidates("x.y")).containsExactly("x.y.a.example.", "x.y.b.example.", "x.y.");
    assertThat(conf.candidates("x.y.z")).first().isEqualTo("x.y.z.");
    assertThat(conf.candidates("x.")).containsExactly("x.");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
