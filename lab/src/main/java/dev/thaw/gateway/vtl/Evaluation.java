package dev.thaw.gateway.vtl;

import dev.thaw.gateway.vtl.Expression.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rendering of a template.
final class Evaluation {

  /// AWS's limit of the rounds of a loop.
  private static final int MAX_ROUNDS = 1000;

  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_OUTPUT = 10 << 20;

  private final Map<String, @Nullable Object> variables;
  private final StringBuilder out = new StringBuilder();
  private int steps;

  /// How a block ended.
  private enum Flow {
    ON,
    BREAK,
    STOP
  }

  Evaluation(Map<String, ? extends @Nullable Object> variables) {
    this.variables = new HashMap<>(variables);
  }

  String render(List<Node> nodes) {
    run(nodes);
    return out.toString();
  }

  private Flow run(List<Node> nodes) {
    for (Node node : nodes) {
      Flow flow = run(node);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow run(Node node) {
    step();
    switch (node) {
      case Node.Text(String text) -> show(text);
      case Node.Show(Expression.Reference reference, String source, boolean quiet) -> {
        Object value = value(reference);
        show(value != null ? Values.text(value) : quiet ? "" : source);
      }
      case Node.Set(Expression.Reference target, Expression value) -> assign(target, value(value));
      case Node.If branches -> {
        return branch(branches);
      }
      case Node.ForEach loop -> {
        return loop(loop);
      }
      case Node.Break _ -> {
        return Flow.BREAK;
      }
      case Node.Stop _ -> {
        return Flow.STOP;
      }
    }
    return Flow.ON;
  }

  private void step() {
    if (++steps > MAX_STEPS) {
      throw new VtlException("template: over " + MAX_STEPS + " steps (expected: fewer)");
    }
  }

  private void show(String text) {
    if (out.length() + text.length() > MAX_OUTPUT) {
      throw new VtlException("template: over " + MAX_OUTPUT + " characters (expected: fewer)");
    }
    out.append(text);
  }

  private Flow branch(Node.If branches) {
    for (Node.Branch branch : branches.branches()) {
      if (Values.truth(value(branch.condition()))) {
        return run(branch.body());
      }
    }
    return run(branches.otherwise());
  }

  private Flow loop(Node.ForEach loop) {
    List<@Nullable Object> values = Values.elements(value(loop.values()));
    Object outer = variables.get("foreach");
    Object before = variables.get(loop.variable());
    Flow flow = Flow.ON;
    for (int i = 0; i < values.size() && i < MAX_ROUNDS && flow == Flow.ON; i++) {
      step();
      Map<String, @Nullable Object> told = new HashMap<>();
      told.put("index", (long) i);
      told.put("count", i + 1L);
      told.put("hasNext", i + 1 < values.size());
      told.put("first", i == 0);
      told.put("last", i + 1 == values.size());
      told.put("parent", outer);
      variables.put("foreach", told);
      variables.put("velocityCount", i + 1L);
      variables.put(loop.variable(), values.get(i));
      flow = run(loop.body());
    }
    variables.put("foreach", outer);
    variables.put(loop.variable(), before);
    return flow == Flow.STOP ? Flow.STOP : Flow.ON;
  }

  private void assign(Expression.Reference target, @Nullable Object value) {
    List<Step> way = target.steps();
    if (way.isEmpty()) {
      variables.put(target.name(), value);
      return;
    }
    Object owner = value(new Expression.Reference(target.name(), way.subList(0, way.size() - 1)));
    Object key =
        switch (way.getLast()) {
          case Step.Property(String name) -> name;
          case Step.Index(Expression index) -> value(index);
          case Step.Call _ -> throw new VtlException("#set: a call (expected: a variable)");
        };
    Values.put(owner, key, value);
  }

  private @Nullable Object value(Expression expression) {
    step();
    return switch (expression) {
      case Expression.Literal(Object value) -> value;
      case Expression.Interpolated(List<Node> nodes) -> interpolated(nodes);
      case Expression.ListOf(List<Expression> elements) -> values(elements);
      case Expression.MapOf(List<Expression.Pair> pairs) -> {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Expression.Pair pair : pairs) {
          map.put(String.valueOf(value(pair.key())), value(pair.value()));
        }
        yield map;
      }
      case Expression.Range(Expression from, Expression to) -> Values.range(value(from), value(to));
      case Expression.Reference reference -> follow(reference);
      case Expression.Not(Expression operand) -> !Values.truth(value(operand));
      case Expression.Minus(Expression operand) ->
          Values.compute(Expression.Operator.MINUS, 0L, value(operand));
      case Expression.Binary binary -> binary(binary);
    };
  }

  private String interpolated(List<Node> nodes) {
    int from = out.length();
    run(nodes);
    String text = out.substring(from);
    out.setLength(from);
    return text;
  }

  private List<@Nullable Object> values(List<Expression> expressions) {
    List<@Nullable Object> values = new ArrayList<>(expressions.size());
    for (Expression each : expressions) {
      values.add(value(each));
    }
    return values;
  }

  private @Nullable Object follow(Expression.Reference reference) {
    Object value = variables.get(reference.name());
    for (Step step : reference.steps()) {
      if (value == null) {
        return null;
      }
      value =
          switch (step) {
            case Step.Property(String name) -> Values.property(value, name);
            case Step.Index(Expression index) -> Values.index(value, value(index));
            case Step.Call(String method, List<Expression> arguments) ->
                value instanceof VtlObject object
                    ? object.call(method, values(arguments))
                    : Methods.call(value, method, values(arguments));
          };
    }
    return value;
  }

  private @Nullable Object binary(Expression.Binary binary) {
    Object left = value(binary.left());
    return switch (binary.operator()) {
      case OR -> Values.truth(left) || Values.truth(value(binary.right()));
      case AND -> Values.truth(left) && Values.truth(value(binary.right()));
      case EQUAL -> Values.equal(left, value(binary.right()));
      case UNEQUAL -> !Values.equal(left, value(binary.right()));
      case AT_MOST, AT_LEAST, LESS, GREATER ->
          Values.compare(binary.operator(), left, value(binary.right()));
      case PLUS, MINUS, TIMES, DIVIDED, MODULO ->
          Values.compute(binary.operator(), left, value(binary.right()));
    };
  }
}
