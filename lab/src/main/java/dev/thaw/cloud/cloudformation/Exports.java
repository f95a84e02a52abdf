package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.TemplateException;
import dev.thaw.cloud.protocol.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values that stacks of one account and region give each other.
final class Exports {

  private final StackStore stacks;

  Exports(StackStore stacks) {
    this.stacks = stacks;
  }

  /// @param output with a name under which it is exported
  record Export(String name, Output output, StackIdentity stack) {}

  List<Export> all(Scope scope) {
    List<Export> all = new ArrayList<>();
    for (Stack stack : stacks.present(scope)) {
      for (Output output : stack.holdings().outputs()) {
        output.export().ifPresent(name -> all.add(new Export(name, output, stack.identity())));
      }
    }
    all.sort(Comparator.comparing(Export::name));
    return all;
  }

  String value(StackIdentity stack, String name) {
    return all(stack.scope()).stream()
        .filter(export -> export.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new TemplateException("No export named " + name + " found"))
        .output()
        .value();
  }

  List<String> importers(Scope scope, String name) {
    return stacks.present(scope).stream()
        .filter(stack -> stack.holdings().imports().contains(name))
        .map(stack -> stack.identity().name())
        .toList();
  }

  /// Why a stack cannot have these outputs instead of those that it has.
  Optional<String> hindrance(Stack stack, List<Output> next) {
    Map<String, String> names = new HashMap<>();
    for (Output output : next) {
      String name = output.export().orElse("");
      if (!name.isEmpty() && names.put(name, output.value()) != null) {
        return Optional.of("Duplicate Export names [" + name + "]");
      }
    }
    for (Export export : all(stack.identity().scope())) {
      if (!export.stack().equals(stack.identity())) {
        if (names.containsKey(export.name())) {
          return Optional.of(
              "Export with name %s is already exported by stack %s"
                  .formatted(export.name(), export.stack().name()));
        }
      } else if (!export.output().value().equals(names.get(export.name()))) {
        List<String> users = importers(stack.identity().scope(), export.name());
        if (!users.isEmpty()) {
          return Optional.of(
              "Export %s cannot be %s as it is in use by %s"
                  .formatted(
                      export.name(),
                      names.containsKey(export.name()) ? "updated" : "deleted",
                      String.join(", ", users)));
        }
      }
    }
    return Optional.empty();
  }
}
