package dev.thaw.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.auth.SigningKey;
import dev.thaw.cloud.auth.StrictGate;
import dev.thaw.cloud.iam.IamService;
import dev.thaw.cloud.protocol.Gate;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import dev.thaw.wire.http.Connection;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.http.Response;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.sigv4.Credentials;
import dev.thaw.wire.sigv4.Signer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gate behind a real port, and what is behind it replaced.
class StrictFrontTest {

  private static final Credentials WHO =
      new Credentials("123456789012", "secret", Optional.empty());

  @TempDir Path folder;
  private Store store;
  private Front front;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder.resolve("state"));
    Path spool = Files.createDirectories(folder.resolve("spool"));
    Gate gate =
        new StrictGate(
            (key, token) ->
                key.equals("123456789012")
                    ? Optional.of(SigningKey.lasting("secret"))
                    : Optional.empty(),
            Clock.system(),
            spool);
    front = new Front(Models.bundled(), offer("one", gate), new Timelines(10), spool, 0).start();
  }

  private Front.Offer offer(String name, Gate gate) {
    IamService iam = new IamService(Models.bundled(), store, Clock.system());
    Route route =
        new Route(
            "/_thaw/name", (head, body) -> WireAnswer.of(200, "text/plain", name.getBytes(UTF_8)));
    return new Front.Offer(List.of(iam.service()), Map.of(), List.of(route), gate);
  }

  @AfterEach
  void close() {
    front.close();
    store.close();
  }

  private Response send(Request request) throws Exception {
    Target target = new Target(false, "127.0.0.1", front.port());
    try (Connection connection = Connection.open(target, Options.usual(), Clock.system())) {
      return connection.send(request).response();
    }
  }

  private static Request listRoles() {
    return new Request(
        "POST",
        "/",
        Headers.of("Content-Type", "application/x-www-form-urlencoded"),
        "Action=ListRoles&Version=2010-05-08".getBytes(UTF_8));
  }

  private Request signed(Request request) {
    return new Signer(WHO, "us-east-1", "iam")
        .sign(request, "127.0.0.1:" + front.port(), Instant.now());
  }

  private static String text(Response response) {
    return new String(response.body(), UTF_8);
  }

  @Test
  void letsInWhoSigns() throws Exception {
    Response response = send(signed(listRoles()));

    assertThat(text(response)).contains("<ListRolesResponse");
    assertThat(response.status()).isEqualTo(200);
  }

  @Test
  void refusesOthersInTheirProtocol() throws Exception {
    Response unsigned = send(listRoles());
    Request request = signed(listRoles());
    Response changed =
        send(
            new Request(
                request.method(),
                request.path(),
                request.headers(),
                "Action=GetUser&Version=2010-05-08xx".getBytes(UTF_8)));

    assertThat(unsigned.status()).isEqualTo(403);
    assertThat(text(unsigned)).contains("<Code>MissingAuthenticationToken</Code>");
    assertThat(changed.status()).isEqualTo(403);
    assertThat(text(changed)).contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void whatThawDoesNotDoIsToldOnlyToThoseWhoAreLetIn() throws Exception {
    Request request =
        Request.get("/2018-10-31/layers", Headers.of("Content-Type", "application/json"));
    Request known =
        new Signer(WHO, "us-east-1", "lambda")
            .sign(request, "127.0.0.1:" + front.port(), Instant.now());
    Request unknown =
        new Signer(new Credentials("AKIA", "x", Optional.empty()), "us-east-1", "lambda")
            .sign(request, "127.0.0.1:" + front.port(), Instant.now());

    assertThat(text(send(known))).contains("thaw does not emulate lambda:ListLayers");
    assertThat(text(send(unknown))).contains("security token").doesNotContain("emulate");
  }

  @Test
  void anotherOfferTakesThePlaceOfTheFirst() throws Exception {
    assertThat(text(send(Request.get("/_thaw/name", Headers.NONE)))).isEqualTo("one");

    front.replace(() -> offer("two", Gate.OPEN));

    assertThat(text(send(Request.get("/_thaw/name", Headers.NONE)))).isEqualTo("two");
    assertThat(send(listRoles()).status()).isEqualTo(200);
  }
}
