package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Scope;
import java.util.Optional;

/// A function as a caller names it: `name`, `name:qualifier`, `account:function:name`, or an ARN,
/// each with or without a qualifier.
///
/// @param qualifier a version, `$LATEST`, or an alias
record FunctionRef(FunctionKey key, Optional<String> qualifier) {

  private static final String FUNCTION = "function:";

  /// Reads the function of a call, and its qualifier wherever it is.
  static FunctionRef of(Call call) {
    Optional<String> given = call.input().optionalText("Qualifier");
    FunctionRef ref = parse(call.input().text("FunctionName"), call.scope());
    if (given.isEmpty()) {
      return ref;
    }
    if (ref.qualifier().isPresent() && !ref.qualifier().equals(given)) {
      throw LambdaErrors.invalid(
          "The derived qualifier from the function name does not match the specified qualifier.");
    }
    return new FunctionRef(ref.key(), given);
  }

  /// @param text has the form that the model's pattern wants
  static FunctionRef parse(String text, Scope scope) {
    String rest = text;
    String region = scope.region();
    String account = scope.account();
    if (rest.startsWith("arn:")) {
      String[] parts = rest.split(":", 6);
      if (parts.length < 6) {
        throw LambdaErrors.invalid("Invalid function ARN: " + text);
      }
      region = parts[3];
      account = parts[4];
      rest = parts[5];
      if (!region.equals(scope.region())) {
        throw new ApiException(
            404,
            "ResourceNotFoundException",
            "Functions from '%s' are not reachable in this region ('%s')"
                .formatted(region, scope.region()));
      }
    } else if (hasAccount(rest)) {
      account = rest.substring(0, 12);
      rest = rest.substring(13);
    }
    if (rest.startsWith(FUNCTION)) {
      rest = rest.substring(FUNCTION.length());
    }
    int colon = rest.indexOf(':');
    Optional<String> qualifier =
        colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
    String name = colon < 0 ? rest : rest.substring(0, colon);
    return new FunctionRef(new FunctionKey(account, region, name), qualifier);
  }

  String orLatest() {
    return qualifier.orElse(FunctionVersion.LATEST);
  }

  /// As qualified by the caller.
  String arn() {
    return qualifier.map(key::arn).orElseGet(key::arn);
  }

  private static boolean hasAccount(String text) {
    return text.length() > 13
        && text.charAt(12) == ':'
        && text.chars().limit(12).allMatch(c -> c >= '0' && c <= '9');
  }
}
