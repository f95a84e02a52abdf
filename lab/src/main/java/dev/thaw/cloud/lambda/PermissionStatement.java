package dev.thaw.cloud.lambda;

/// Statements of policies as AWS writes them.
final class PermissionStatement {

  private PermissionStatement() {}

  /// @param principal an account, or an ARN, which stays as it is
  static String account(String principal) {
    return principal.matches("\\d{12}") ? "arn:aws:iam::" + principal + ":root" : principal;
  }
}
