package dev.thaw.cloud.protocol;

import java.util.Optional;

/// Names the operation that a request asks of a service which thaw does not offer, so that the
/// refusal can say it.
final class OperationNames {

  private final Models models;

  OperationNames(Models models) {
    this.models = models;
  }

  /// @param form of a form-encoded body
  /// @return the name, or what there is instead of one
  String of(ServiceEntry entry, RequestHead head, Query form) {
    return action(head, form)
        .or(() -> target(head))
        .or(() -> smithy(head))
        .or(() -> path(entry, head))
        .orElse(head.method() + " " + head.path());
  }

  private static Optional<String> action(RequestHead head, Query form) {
    return head.query().first("Action").or(() -> form.first("Action"));
  }

  private static Optional<String> target(RequestHead head) {
    return head.header("x-amz-target").map(target -> target.substring(target.lastIndexOf('.') + 1));
  }

  private static Optional<String> smithy(RequestHead head) {
    int at = head.path().indexOf("/operation/");
    return head.header("smithy-protocol").isPresent() && at > 0
        ? Optional.of(head.path().substring(at + "/operation/".length()))
        : Optional.empty();
  }

  private Optional<String> path(ServiceEntry entry, RequestHead head) {
    return models
        .load(entry.name())
        .uris()
        .match(head, head.path())
        .map(match -> match.operation().name());
  }
}
