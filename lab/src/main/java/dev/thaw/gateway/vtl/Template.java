package dev.thaw.gateway.vtl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A template that was read and can be rendered often, by many threads.
public final class Template {

  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /// @throws VtlException if it is none
  public static Template parse(String text) {
    return new Template(new Parser(text, 0).template());
  }

  /// @param variables by name, without the dollar sign
  /// @throws VtlException if something in it cannot be done
  public String render(Map<String, ? extends @Nullable Object> variables) {
    return new Evaluation(variables).render(nodes);
  }
}
