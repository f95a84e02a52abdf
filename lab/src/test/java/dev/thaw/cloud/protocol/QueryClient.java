package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/// Speaks `query`.
final class QueryClient implements TestClient {

  @Override
  public Sent write(ServiceModel model, Operation operation, Map<String, Object> input) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", operation.name());
    form.put("Version", model.entry().apiVersion());
    structure(form, "", operation.input(), input);
    RequestHead head =
        Heads.of(
            "POST",
            "/",
            "authorization",
            Heads.signedFor("AKID", "eu-west-1", model.entry().signingName()),
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8");
    return new Sent(head, encode(form).getBytes(UTF_8));
  }

  static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry ->
            URLEncoder.encode(entry.getKey(), UTF_8)
                + "="
                + URLEncoder.encode(entry.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static void structure(
      Map<String, String> form, String prefix, Structure shape, Map<?, ?> value) {
    for (Member member : shape.members().values()) {
      Object part = value.get(member.name());
      if (part != null) {
        write(form, prefix + member.wireName(), member.shape(), member.flattened(), part);
      }
    }
  }

  private static void write(
      Map<String, String> form, String name, Shape shape, boolean flattened, Object value) {
    switch (shape) {
      case Structure structure -> structure(form, name + ".", structure, (Map<?, ?>) value);
      case Shape.Sequence sequence -> {
        String each = flattened ? name : name + "." + sequence.element().wireName("member");
        int at = 1;
        for (Object part : (List<?>) value) {
          write(form, each + "." + at, sequence.element().shape(), false, part);
          at++;
        }
      }
      case Shape.Dictionary dictionary -> {
        String each = flattened ? name : name + ".entry";
        int at = 1;
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          form.put(each + "." + at + ".key", (String) entry.getKey());
          write(
              form,
              each + "." + at + ".value",
              dictionary.value().shape(),
              false,
              entry.getValue());
          at++;
        }
      }
      case Shape.Bytes _ ->
          form.put(name, Base64.getEncoder().encodeToString(((Blob) value).bytes()));
      case Shape.Text _,
          Shape.Flag _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Moment _,
          Shape.Free _ ->
          form.put(name, value.toString());
    }
  }

  @Override
  public Map<String, Object> read(Operation operation, WireAnswer answer) {
    Element root = XmlTree.root(answer.body().bytes());
    assertThat(root.getTagName()).isEqualTo(operation.name() + "Response");
    Element metadata = XmlTree.child(root, "ResponseMetadata");
    assertThat(XmlTree.child(metadata, "RequestId").getTextContent()).isEqualTo("request-1");
    if (operation.output().members().isEmpty()) {
      return Map.of();
    }
    Element result = XmlTree.child(root, operation.name() + "Result");
    return XmlTree.members(operation.output(), result);
  }

  @Override
  public Told error(WireAnswer answer) {
    Element root = XmlTree.root(answer.body().bytes());
    assertThat(root.getTagName()).isEqualTo("ErrorResponse");
    assertThat(XmlTree.child(root, "RequestId").getTextContent()).isEqualTo("request-1");
    Element error = XmlTree.child(root, "Error");
    assertThat(XmlTree.child(error, "Type").getTextContent())
        .isEqualTo(answer.status() < 500 ? "Sender" : "Receiver");
    return new Told(
        XmlTree.child(error, "Code").getTextContent(),
        XmlTree.child(error, "Message").getTextContent());
  }
}
