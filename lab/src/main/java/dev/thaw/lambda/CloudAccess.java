package dev.thaw.lambda;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How functions reach thaw as if it were AWS.
///
/// @param variables below the customer's own; asked whenever an environment starts
/// @param visible host paths that they name
public record CloudAccess(Variables variables, List<Path> visible) {

  /// No AWS at all.
  public static final CloudAccess NONE = new CloudAccess(runtime -> Map.of(), List.of());

  public CloudAccess {
    visible = List.copyOf(visible);
  }

  /// @see CloudAccess#variables
  @FunctionalInterface
  public interface Variables {

    /// @param runtime of the function, for example `python3.13`
    Map<String, String> of(String runtime);
  }
}
