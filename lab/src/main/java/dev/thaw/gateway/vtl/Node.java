package dev.thaw.gateway.vtl;

import java.util.List;

/// A piece of a template.
sealed interface Node {

  record Text(String text) implements Node {}

  /// @param source as written, which is shown where the reference leads nowhere
  record Show(Expression.Reference reference, String source, boolean quiet) implements Node {}

  record Set(Expression.Reference target, Expression value) implements Node {}

  /// @param otherwise empty without `#else`
  record If(List<Branch> branches, List<Node> otherwise) implements Node {}

  record Branch(Expression condition, List<Node> body) {}

  record ForEach(String variable, Expression values, List<Node> body) implements Node {}

  /// Leaves the innermost loop.
  record Break() implements Node {}

  /// Ends the template.
  record Stop() implements Node {}
}
