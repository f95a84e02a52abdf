package dev.thaw.lambda.sandbox;

import java.util.List;

/// What sandboxes can enforce on this machine.
public record Capabilities(List<Item> items) {

  public Capabilities {
    items = List.copyOf(items);
  }

  /// @param name `machine`, `isolation`, `memory`, `cpu`, `processes`, `tmp` or `freezer`
  /// @param enforced false if functions run without it
  /// @param how by what it is enforced, for example `cgroup v1`; what happens instead otherwise
  /// @param why what is in the way; empty if it is enforced
  /// @param remedy a command or setting that changes that; empty if there is none
  public record Item(String name, boolean enforced, String how, String why, String remedy) {}

  /// @throws IllegalArgumentException if there is no such item
  public Item item(String name) {
    return items.stream()
        .filter(item -> item.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "item: "
                    + name
                    + " (expected: one of "
                    + items.stream().map(Item::name).toList()
                    + ")"));
  }
}
