package dev.thaw.lambda;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How functions reach thaw as if it were AWS.
///
/// @param variables below the customer's own; asked whenever an environment starts
/// @param files host directory of the files that they name; asked before an environment starts
public record CloudAccess(Variables variables, Supplier<Optional<Path>> files) {

  /// No AWS at all.
  public static final CloudAccess NONE =
      new CloudAccess((runtime, files) -> Map.of(), Optional::empty);

  /// @see CloudAccess#variables
  @FunctionalInterface
  public interface Variables {

    /// @param runtime of the function, for example `python3.13`
    /// @param files the directory as the function sees it
    Map<String, String> of(String runtime, String files);
  }
}
