package dev.thaw.gateway.vtl;

import java.util.ArrayList;
import java.util.List;

/// Reads templates.
final class Parser {

  private static final int MAX_DEPTH = 60;

  private final Scanner scanner;
  private final ExpressionParser expressions;
  private int depth;

  /// @param depth of what the text stands in
  Parser(String text, int depth) {
    if (depth > MAX_DEPTH) {
      throw new VtlException("template: nested deeper than " + MAX_DEPTH);
    }
    scanner = new Scanner(text);
    expressions = new ExpressionParser(scanner, depth + 1);
    this.depth = depth;
  }

  List<Node> template() {
    List<Node> nodes = block();
    if (!scanner.atEnd()) {
      throw scanner.flaw("#" + directive() + " without its beginning");
    }
    return nodes;
  }

  /// Up to the end, or to a directive that ends or divides a block, which is not read.
  private List<Node> block() {
    if (++depth > MAX_DEPTH) {
      throw scanner.flaw("nested deeper than " + MAX_DEPTH);
    }
    List<Node> nodes = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (!scanner.atEnd()) {
      char c = scanner.peek();
      if (c == '\\' && (scanner.peek(1) == '$' || scanner.peek(1) == '#')) {
        scanner.next();
        text.append(scanner.next());
      } else if (c == '$') {
        show(nodes, text);
      } else if (c == '#') {
        if (!hash(nodes, text)) {
          break;
        }
      } else {
        text.append(scanner.next());
      }
    }
    flush(nodes, text);
    depth--;
    return nodes;
  }

  private static void flush(List<Node> nodes, StringBuilder text) {
    if (!text.isEmpty()) {
      nodes.add(new Node.Text(text.toString()));
      text.setLength(0);
    }
  }

  private void show(List<Node> nodes, StringBuilder text) {
    int from = scanner.position();
    boolean quiet = scanner.peek(1) == '!';
    Expression.Reference reference = expressions.referenceOrNone();
    if (reference == null) {
      text.append(scanner.next());
    } else {
      flush(nodes, text);
      nodes.add(new Node.Show(reference, scanner.since(from), quiet));
    }
  }

  /// @return false at the end of a block
  private boolean hash(List<Node> nodes, StringBuilder text) {
    if (scanner.take("##")) {
      scanner.until("\n");
      return true;
    }
    if (scanner.take("#*")) {
      scanner.until("*#");
      return true;
    }
    if (scanner.take("#[[")) {
      text.append(scanner.until("]]#"));
      return true;
    }
    int from = scanner.position();
    String name = directive();
    switch (name) {
      case "end", "else", "elseif" -> {
        unindent(text, from);
        scanner.back(from);
        return false;
      }
      case "set", "if", "foreach", "break", "stop", "return" -> {
        unindent(text, from);
        flush(nodes, text);
        nodes.add(directive(name));
        scanner.blankRest();
      }
      case "macro", "parse", "include", "evaluate", "define" ->
          throw scanner.flaw("#" + name + " is not emulated by thaw");
      default -> {
        scanner.back(from);
        text.append(scanner.next());
      }
    }
    return true;
  }

  /// A line that holds but a directive leaves nothing behind.
  private void unindent(StringBuilder text, int place) {
    if (scanner.startsLine(place)) {
      int end = text.length();
      while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
        end--;
      }
      text.setLength(end);
    }
  }

  /// The name after a hash sign, which may stand in braces.
  private String directive() {
    scanner.expect("#");
    boolean braces = scanner.take("{");
    String name = scanner.name();
    if (braces && !scanner.take("}")) {
      return "";
    }
    return name;
  }

  private Node directive(String name) {
    return switch (name) {
      case "set" -> set();
      case "if" -> branches();
      case "foreach" -> loop();
      case "break" -> new Node.Break();
      default -> new Node.Stop();
    };
  }

  private Node set() {
    open();
    Expression.Reference target = expressions.referenceOrNone();
    if (target == null) {
      throw scanner.flaw("#set: expected a reference");
    }
    scanner.spaces();
    scanner.expect("=");
    Expression value = expressions.expression();
    close();
    return new Node.Set(target, value);
  }

  private Node branches() {
    List<Node.Branch> branches = new ArrayList<>();
    List<Node> otherwise = List.of();
    branches.add(branch());
    while (true) {
      String name = ending();
      switch (name) {
        case "elseif" -> branches.add(branch());
        case "else" -> {
          scanner.blankRest();
          otherwise = block();
        }
        default -> {
          return new Node.If(branches, otherwise);
        }
      }
    }
  }

  private Node.Branch branch() {
    open();
    Expression condition = expressions.expression();
    close();
    scanner.blankRest();
    return new Node.Branch(condition, block());
  }

  private String ending() {
    if (scanner.atEnd()) {
      throw scanner.flaw("a block without its #end");
    }
    return directive();
  }

  private Node loop() {
    open();
    Expression.Reference variable = expressions.referenceOrNone();
    if (variable == null || !variable.steps().isEmpty()) {
      throw scanner.flaw("#foreach: expected a variable");
    }
    scanner.spaces();
    scanner.expect("in");
    Expression values = expressions.expression();
    close();
    scanner.blankRest();
    List<Node> body = block();
    String end = ending();
    if (!end.equals("end")) {
      throw scanner.flaw("#" + end + " in #foreach (expected: #end)");
    }
    return new Node.ForEach(variable.name(), values, body);
  }

  private void open() {
    scanner.spaces();
    scanner.expect("(");
    scanner.spaces();
  }

  private void close() {
    scanner.spaces();
    scanner.expect(")");
  }
}
