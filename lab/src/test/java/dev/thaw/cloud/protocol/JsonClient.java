package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Speaks `json` 1.0 and 1.1.
final class JsonClient implements TestClient {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public Sent write(ServiceModel model, Operation operation, Map<String, Object> input) {
    RequestHead head =
        Heads.of(
            "POST",
            "/",
            "authorization",
            Heads.signedFor("AKID", "eu-west-1", model.entry().signingName()),
            "x-amz-target",
            model.entry().targetPrefix().orElseThrow() + "." + operation.name(),
            "content-type",
            "application/x-amz-json-" + model.entry().jsonVersion().orElseThrow());
    return new Sent(head, MAPPER.writeValueAsBytes(tree(operation.input(), input)));
  }

  @Override
  public Map<String, Object> read(Operation operation, WireAnswer answer) {
    return structure(operation.output(), MAPPER.readValue(answer.body().bytes(), Map.class));
  }

  @Override
  public Told error(WireAnswer answer) {
    Map<?, ?> body = MAPPER.readValue(answer.body().bytes(), Map.class);
    assertThat(answer.headers())
        .anySatisfy(field -> assertThat(field.value()).startsWith("application/x-amz-json-1."));
    return new Told(String.valueOf(body.get("__type")), String.valueOf(body.get("message")));
  }

  /// What JSON has for a value.
  static Object tree(Shape shape, Object value) {
    return switch (shape) {
      case Structure structure -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Member member : structure.members().values()) {
          Object part = ((Map<?, ?>) value).get(member.name());
          if (part != null && member.location() == Location.BODY) {
            tree.put(member.wireName(), tree(member.shape(), part));
          }
        }
        yield tree;
      }
      case Shape.Sequence sequence ->
          ((List<?>) value).stream().map(part -> tree(sequence.element().shape(), part)).toList();
      case Shape.Dictionary dictionary -> {
        Map<Object, Object> tree = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach((key, part) -> tree.put(key, tree(dictionary.value().shape(), part)));
        yield tree;
      }
      case Shape.Bytes _ -> Base64.getEncoder().encodeToString(((Blob) value).bytes());
      case Shape.Moment _ -> BigDecimal.valueOf(((Instant) value).toEpochMilli(), 3);
      case Shape.Fraction _ -> Double.isInfinite((Double) value) ? "Infinity" : value;
      case Shape.Text _, Shape.Flag _, Shape.Whole _, Shape.Free _ -> value;
    };
  }

  static Map<String, Object> structure(Structure shape, Map<?, ?> tree) {
    Map<String, Object> members = new HashMap<>();
    for (Member member : shape.members().values()) {
      Object part = tree.get(member.wireName());
      if (part != null && member.location() == Location.BODY) {
        members.put(member.name(), value(member.shape(), part));
      }
    }
    return members;
  }

  private static Object value(Shape shape, Object tree) {
    return switch (shape) {
      case Structure structure -> structure(structure, (Map<?, ?>) tree);
      case Shape.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        ((List<?>) tree).forEach(part -> list.add(value(sequence.element().shape(), part)));
        yield list;
      }
      case Shape.Dictionary dictionary -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) tree)
            .forEach((key, part) -> map.put(key, value(dictionary.value().shape(), part)));
        yield map;
      }
      case Shape.Bytes _ -> Blob.of(Base64.getDecoder().decode((String) tree));
      case Shape.Moment _ ->
          Instant.ofEpochMilli(new BigDecimal(tree.toString()).movePointRight(3).longValueExact());
      case Shape.Fraction _ -> Double.parseDouble(tree.toString());
      case Shape.Text _, Shape.Flag _, Shape.Whole _, Shape.Free _ -> tree;
    };
  }
}
