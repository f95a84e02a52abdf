package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import java.util.ArrayList;
import java.util.List;

/// What was found on the way through a definition: AWS tells all of it at once.
final class ImportFindings {

  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  void warn(String warning) {
    warnings.add(warning);
  }

  /// Does a step; what it refuses is noted, and the next step is tried.
  ///
  /// @param what for example `Unable to put method 'GET' on resource at path '/'`
  void step(String what, Runnable step) {
    try {
      step.run();
    } catch (ApiException e) {
      if (e.error().status() != 400 && e.error().status() != 404 && e.error().status() != 409) {
        throw e;
      }
      errors.add(what + ": " + e.error().message());
    }
  }

  List<String> warnings() {
    return warnings;
  }

  /// @param strict whether warnings count as errors
  void check(boolean strict) {
    if (!errors.isEmpty()) {
      String more =
          warnings.isEmpty()
              ? ""
              : "\nAdditionally, these warnings were found:\n\t" + String.join("\n\t", warnings);
      throw GatewayErrors.badRequest(
          "Errors found during import:\n\t" + String.join("\n\t", errors) + more);
    }
    if (strict && !warnings.isEmpty()) {
      throw GatewayErrors.badRequest(
          "Warnings found during import:\n\t" + String.join("\n\t", warnings));
    }
  }
}
