package dev.thaw.lambda.sandbox;

import java.util.List;

/// What sandboxes can enforce on this machine.
///
/// @param isolation whether functions have namespaces of their own
/// @param memory whether MemorySize is a limit
/// @param cpu whether CPU goes in proportion to it
/// @param processes whether their number is limited
/// @param tmp whether `/tmp` is limited
/// @param freezer how idle functions are stopped
public record Capabilities(
    Item isolation, Item memory, Item cpu, Item processes, Item tmp, Item freezer) {

  /// @param name as people are told
  /// @param enforced false if functions run without it
  /// @param how by what it is enforced, for example `cgroup v1`; what happens instead otherwise
  /// @param why what is in the way; of something enforced, why not in the usual way; else empty
  /// @param remedy a command or setting that changes that; empty if there is none
  public record Item(String name, boolean enforced, String how, String why, String remedy) {

    /// All of it in one line.
    public String sentence() {
      StringBuilder text = new StringBuilder(enforced ? "yes: " : "NO: ").append(how);
      if (!why.isEmpty()) {
        text.append(" (").append(why).append(')');
      }
      if (!remedy.isEmpty()) {
        text.append("; try: ").append(remedy);
      }
      return text.toString();
    }
  }

  /// For people to read, in a fixed order.
  public List<Item> items() {
    return List.of(isolation, memory, cpu, processes, tmp, freezer);
  }
}
