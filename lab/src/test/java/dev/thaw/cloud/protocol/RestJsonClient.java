package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Shape.Structure;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Speaks `rest-json`.
final class RestJsonClient extends RestClient {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  byte[] document(Structure shape, Map<?, ?> value, String root) {
    return MAPPER.writeValueAsBytes(JsonClient.tree(shape, value));
  }

  @Override
  Map<String, Object> members(Structure shape, byte[] document) {
    return JsonClient.structure(shape, MAPPER.readValue(document, Map.class));
  }

  @Override
  public Told error(WireAnswer answer) {
    Map<?, ?> body = MAPPER.readValue(answer.body().bytes(), Map.class);
    String code = ProtocolContract.header(answer, "x-amzn-ErrorType").orElseThrow();
    assertThat(body.get("Message")).isEqualTo(body.get("message"));
    return new Told(code, String.valueOf(body.get("message")));
  }
}
