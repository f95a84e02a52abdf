package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.TestClient.Sent;
import dev.thaw.cloud.protocol.TestClient.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every protocol must do, run over the real models with a client of its own.
abstract class ProtocolContract {

  static final Models MODELS = Models.bundled();

  /// Random values per operation and run.
  private static final int ROUNDS = 4;

  private static final int MUTATIONS = 3000;

  @TempDir Path folder;

  /// Names of models that the protocol is tried on; the hostile requests go to the first.
  abstract List<String> services();

  abstract TestClient client();

  /// An operation of the first service and an input that passes validation.
  abstract Sample sample();

  /// How the protocol names a request without a known operation.
  abstract String unknownOperation();

  /// A request of that kind.
  abstract Sent unknown(Sent good);

  abstract String validationError();

  /// @param input with at least one member that is checked
  record Sample(String operation, Map<String, Object> input, Map<String, Object> invalid) {}

  /// Operations that cannot be told from others in any request.
  boolean ambiguous(Operation operation) {
    return operation.output().members().values().stream().anyMatch(ProtocolContract::streams);
  }

  private static boolean streams(Shape.Member member) {
    return member.shape() instanceof Shape.Structure structure && structure.eventStream();
  }

  @Test
  void everyInputArrivesAsItWasSent() throws IOException {
    long seed = System.nanoTime();
    ShapeValues values = new ShapeValues(new SplittableRandom(seed));
    for (String service : services()) {
      ServiceModel model = MODELS.load(service);
      Protocols protocols = Protocols.of(model);
      for (Operation operation : model.operations().values()) {
        for (int i = 0; i < ROUNDS && !ambiguous(operation); i++) {
          Map<String, Object> input = values.members(operation.input());
          Sent sent = client().write(model, operation, input);
          Request request = request(sent);
          Protocol protocol = protocols.of(sent.head());
          Protocol.Target target = protocol.target(request);
          assertThat(target.operation().name())
              .as("seed %d, %s of %s", seed, operation, input)
              .isEqualTo(operation.name());
          try (Spool spool = new Spool(folder)) {
            assertThat(ShapeValues.comparable(protocol.parse(target, request, spool, 1 << 20)))
                .as("seed %d, %s: %s", seed, operation, text(sent.body()))
                .isEqualTo(ShapeValues.comparable(input));
          }
        }
      }
    }
  }

  @Test
  void everyOutputIsReadBackAsItWasGiven() {
    long seed = System.nanoTime();
    ShapeValues values = new ShapeValues(new SplittableRandom(seed));
    for (String service : services()) {
      ServiceModel model = MODELS.load(service);
      Protocols protocols = Protocols.of(model);
      for (Operation operation : model.operations().values()) {
        Sent sent = client().write(model, operation, values.members(operation.input()));
        for (int i = 0; i < ROUNDS && !ambiguous(operation); i++) {
          Map<String, Object> output = values.members(operation.output());
          WireAnswer answer =
              protocols.of(sent.head()).answer(operation, Answer.of(output), "request-1");
          Map<String, Object> read = new HashMap<>(client().read(operation, answer));
          read.keySet().removeIf(name -> !output.containsKey(name) && implied(operation, name));
          assertThat(ShapeValues.comparable(read))
              .as("seed %d, %s: %s", seed, operation, text(answer.body().bytes()))
              .isEqualTo(ShapeValues.comparable(output));
        }
      }
    }
  }

  /// Whether HTTP always has it.
  private static boolean implied(Operation operation, String name) {
    Shape.Member member = operation.output().members().get(name);
    return member != null
        && (member.location() == Shape.Location.STATUS || member.wireName().equals("Content-Type"));
  }

  @Test
  void aHandlersErrorIsReadByItsCode() throws IOException {
    ApiError error =
        new ApiError(418, "TeapotException", "short & <stout> é", Map.of("Spout", "x"));

    WireAnswer answer =
        answer(
            good(),
            call -> {
              throw new ApiException(error);
            });

    assertThat(answer.status()).isEqualTo(418);
    assertThat(client().error(answer)).isEqualTo(new Told("TeapotException", error.message()));
  }

  @Test
  void anErrorOfOursIsNamedAndShowsNoTrace() throws IOException {
    WireAnswer answer =
        answer(
            good(),
            call -> {
              throw new IllegalStateException("the cat sat on it");
            });

    assertThat(answer.status()).isEqualTo(500);
    assertThat(client().error(answer).message()).contains("the cat sat on it");
    assertThat(text(answer.body().bytes())).doesNotContain("IllegalState", "at dev.thaw");
  }

  @Test
  void anOperationThatIsNotOfferedSaysSo() throws IOException {
    FakeExchange exchange = new FakeExchange(good().head(), good().body());

    new Dispatcher(MODELS, List.of(service(Map.of())), Map.of(), folder).handle(exchange);
    assertNotEmulated(exchange.answer());

    FakeExchange without = new FakeExchange(good().head(), good().body());
    new Dispatcher(MODELS, List.of(), Map.of(), folder).handle(without);
    assertNotEmulated(without.answer());
  }

  private void assertNotEmulated(WireAnswer answer) {
    assertThat(answer.status()).isEqualTo(501);
    assertThat(client().error(answer))
        .satisfies(told -> assertThat(told.code()).isEqualTo("NotImplemented"))
        .satisfies(told ->
            assertThat(told.message())
                .contains(
                    "does not emulate " + services().getFirst() + ":" + sample().operation()));
  }

  @Test
  void anOperationThatNobodyKnowsIsRefused() throws IOException {
    WireAnswer answer = answer(unknown(good()), call -> Answer.empty());

    assertThat(answer.status()).isBetween(400, 405);
    assertThat(client().error(answer).code()).isEqualTo(unknownOperation());
  }

  @Test
  void aBrokenConstraintIsRefused() throws IOException {
    ServiceModel model = MODELS.load(services().getFirst());
    Sent sent = client().write(model, model.operation(sample().operation()), sample().invalid());

    WireAnswer answer = answer(sent, call -> Answer.empty());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(client().error(answer))
        .satisfies(told -> assertThat(told.code()).isEqualTo(validationError()))
        .satisfies(
            told -> assertThat(told.message()).containsPattern("validation errors? detected"));
  }

  @Test
  void anyMutationIsEitherAnsweredOrRefusedInTheProtocolsShape() throws IOException {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    ShapeValues values = new ShapeValues(random);
    ServiceModel model = MODELS.load(services().getFirst());
    Map<String, Service.Handler> handlers = new HashMap<>();
    model.operations().keySet().forEach(name -> handlers.put(name, call -> Answer.empty()));
    Dispatcher dispatcher = new Dispatcher(MODELS, List.of(service(handlers)), Map.of(), folder);
    List<Operation> operations = List.copyOf(model.operations().values());
    for (int i = 0; i < MUTATIONS; i++) {
      Operation operation = operations.get(random.nextInt(operations.size()));
      Sent good = client().write(model, operation, values.members(operation.input()));
      byte[] bad = mutate(good.body(), random);
      FakeExchange exchange = new FakeExchange(mutate(good.head(), random), bad);
      dispatcher.handle(exchange);
      WireAnswer answer = exchange.answer();
      String request = "seed " + seed + ", " + operation + ": " + text(bad);
      boolean silent = good.head().method().equals("HEAD");
      if (answer.status() >= 300 && !silent) {
        assertThat(answer.status())
            .as("%s -> %s", request, text(answer.body().bytes()))
            .isBetween(400, 499);
        assertThat(client().error(answer).code()).as(request).isNotEmpty();
      }
    }
  }

  /// Another path now and then, and another query.
  private static RequestHead mutate(RequestHead good, RandomGenerator random) {
    String path = good.path();
    if (random.nextInt(4) == 0) {
      int at = 1 + random.nextInt(path.length());
      String with = List.of("", "/", "//", "%", "%C3", "%00", "..", "é").get(random.nextInt(8));
      path = path.substring(0, at) + with + path.substring(Math.min(at + 1, path.length()));
    }
    Query query = good.query();
    if (random.nextInt(8) == 0) {
      List<String> parts =
          List.of("&", "=", "%", "%2", "%FF", "uploads", "Action", "+", "1.member");
      StringBuilder raw = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        raw.append(parts.get(random.nextInt(parts.size())));
      }
      query = Query.parse(raw.toString());
    }
    return new RequestHead(good.method(), path, query, good.headers());
  }

  private static byte[] mutate(byte[] good, RandomGenerator random) {
    byte[] bad = good.clone();
    if (bad.length == 0) {
      bad = new byte[random.nextInt(8)];
    }
    for (int i = random.nextInt(4); i > 0 && bad.length > 0; i--) {
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
    }
    return random.nextBoolean() ? bad : Arrays.copyOf(bad, random.nextInt(bad.length + 1));
  }

  /// The sample as its client sends it.
  Sent good() {
    ServiceModel model = MODELS.load(services().getFirst());
    return client().write(model, model.operation(sample().operation()), sample().input());
  }

  /// What the dispatcher answers, with one handler for the sample's operation.
  WireAnswer answer(Sent sent, Service.Handler handler) throws IOException {
    FakeExchange exchange = new FakeExchange(sent.head(), sent.body());
    Service service = service(Map.of(sample().operation(), handler));
    new Dispatcher(MODELS, List.of(service), Map.of(), folder).handle(exchange);
    return exchange.answer();
  }

  private Service service(Map<String, Service.Handler> handlers) {
    return new Service(MODELS, services().getFirst(), handlers, new Limits());
  }

  static Request request(Sent sent) {
    FakeExchange exchange = new FakeExchange(sent.head(), sent.body());
    return Request.of(exchange);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Optional<String> header(WireAnswer answer, String name) {
    return answer.headers().stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(WireAnswer.Field::value)
        .findFirst();
  }

  static final class Limits implements Service.BodyLimit {
    @Override
    public long bytes(Operation operation) {
      return 1 << 20;
    }

    @Override
    public ApiException exceeded(Operation operation) {
      return new ApiException(413, "RequestEntityTooLargeException", "over 1 MiB");
    }
  }
}
