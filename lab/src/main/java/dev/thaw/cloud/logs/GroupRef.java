package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import java.util.Optional;

/// Finds out which group a request means.
final class GroupRef {

  private GroupRef() {}

  /// By `logGroupName` or `logGroupIdentifier`, of which there must be one.
  static GroupKey of(Document input, Scope scope) {
    Optional<String> name = input.optionalText("logGroupName");
    Optional<String> identifier = input.optionalText("logGroupIdentifier");
    if (name.isPresent() == identifier.isPresent()) {
      throw LogsErrors.invalid(
          "Exactly one of logGroupName and logGroupIdentifier must be specified.");
    }
    return name.isPresent() ? named(name.get(), scope) : identified(identifier.get(), scope);
  }

  static GroupKey named(String name, Scope scope) {
    return new GroupKey(scope.account(), scope.region(), name);
  }

  /// A name or an ARN.
  static GroupKey identified(String identifier, Scope scope) {
    return identifier.startsWith("arn:") ? ofArn(identifier) : named(identifier, scope);
  }

  /// With or without `:*` at its end.
  static GroupKey ofArn(String arn) {
    String[] parts = arn.split(":", -1);
    boolean all = parts.length == 8 && parts[7].equals("*");
    if ((parts.length != 7 && !all)
        || !parts[2].equals("logs")
        || !parts[5].equals("log-group")
        || parts[6].isEmpty()) {
      throw LogsErrors.invalid(
          "Invalid ARN: " + arn + " (expected: arn:aws:logs:REGION:ACCOUNT:log-group:NAME)");
    }
    return new GroupKey(parts[4], parts[3], parts[6]);
  }
}
