package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.TestClient.Sent;
import dev.thaw.cloud.protocol.TestClient.Told;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsQueryTest extends ProtocolContract {

  private static final String GET_ROLE = "Action=GetRole&Version=2010-05-08&RoleName=r";

  private final QueryClient client = new QueryClient();

  @Override
  List<String> services() {
    return List.of("iam", "sts", "cloudformation", "cloudwatch");
  }

  @Override
  TestClient client() {
    return client;
  }

  @Override
  Sample sample() {
    return new Sample("GetRole", Map.of("RoleName", "r"), Map.of("RoleName", "*"));
  }

  @Override
  String unknownOperation() {
    return "InvalidAction";
  }

  @Override
  Sent unknown(Sent good) {
    return new Sent(good.head(), "Action=Fly&Version=2010-05-08".getBytes(UTF_8));
  }

  @Override
  String validationError() {
    return "ValidationError";
  }

  @Test
  void aRequestWithoutActionSaysSo() throws IOException {
    assertThat(refusal("Version=2010-05-08").code()).isEqualTo("MissingAction");
    assertThat(refusal("").code()).isEqualTo("MissingAction");
  }

  @Test
  void anotherVersionIsNoActionOfOurs() throws IOException {
    assertThat(refusal("Action=GetRole&Version=1999-01-01&RoleName=r").code())
        .isEqualTo("InvalidAction");
  }

  @Test
  void aQueryStringIsAsGoodAsAForm() throws IOException {
    RequestHead head =
        Heads.of("GET", "/?" + GET_ROLE, "authorization", Heads.signedFor("A", "r-1", "iam"));
    AtomicReference<String> seen = new AtomicReference<>("");

    WireAnswer answer =
        answer(
            new Sent(head, new byte[0]),
            call -> {
              seen.set(call.input().text("RoleName"));
              return Answer.empty();
            });

    assertThat(answer.status()).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("r");
  }

  @Test
  void listsKeepTheOrderOfTheirNumbersAndMayBeEmpty() {
    Shape.Structure shape =
        MODELS.load("iam").operation("GetContextKeysForPrincipalPolicy").input();

    assertThat(parse("PolicyInputList.member.10=j&PolicyInputList.member.2=b", shape))
        .containsEntry("PolicyInputList", List.of("b", "j"));
    assertThat(parse("PolicyInputList=", shape)).containsEntry("PolicyInputList", List.of());
    assertThat(parse("Unknown.member.1=a", shape)).isEmpty();
  }

  private static Map<String, Object> parse(String form, Shape.Structure shape) {
    return FormTree.of(Query.parse(form)).structure(shape);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action=CreateRole&Version=2010-05-08&MaxSessionDuration=ten",
        "Action=CreateRole&Version=2010-05-08&Tags.member.x.Key=k",
        "Action=CreateRole&Version=2010-05-08&Tags.member.0.Key=k",
        "Action=CreateRole&Version=2010-05-08&Tags.member.99999999999.Key=k",
        "Action=CreateRole&Version=2010-05-08&Tags.member.1.Key.Deeper=k",
        "Action=CreateRole&Version=2010-05-08&RoleName=%zz",
      })
  void malformedParametersAreNamed(String form) throws IOException {
    assertThat(refusal(form).code()).isEqualTo("MalformedInput");
  }

  @Test
  void deepAndLongNamesAreRefused() throws IOException {
    assertThat(refusal(GET_ROLE + "&a" + ".a".repeat(100_000) + "=1").code())
        .isEqualTo("MalformedInput");
    assertThat(refusal(GET_ROLE + "&a=1".repeat(20_000)).code()).isEqualTo("MalformedInput");
    assertThat(refusal("a".repeat(5 << 20)).code()).isEqualTo("RequestEntityTooLarge");
  }

  private Told refusal(String form) throws IOException {
    Service.Handler none = call -> Answer.empty();
    Service iam =
        new Service(MODELS, "iam", Map.of("GetRole", none, "CreateRole", none), new Limits());
    FakeExchange exchange = new FakeExchange(good().head(), form.getBytes(UTF_8));
    new Dispatcher(MODELS, List.of(iam), Map.of(), folder).handle(exchange);
    assertThat(exchange.answer().status()).isBetween(400, 499);
    return client.error(exchange.answer());
  }
}
