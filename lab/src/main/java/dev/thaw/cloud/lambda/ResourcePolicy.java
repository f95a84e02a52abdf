package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Who may use a function or a layer version. A policy without statements is none.
///
/// @param statements in IAM's form, in the order in which they were added
/// @param revision changes with every change of the statements
record ResourcePolicy(List<Map<String, Object>> statements, String revision) {

  static final ResourcePolicy NONE = new ResourcePolicy(List.of(), "");

  /// AWS's limit of the whole policy, in bytes.
  private static final int MAX_BYTES = 20_480;

  ResourcePolicy {
    statements = List.copyOf(statements);
  }

  boolean isNone() {
    return statements.isEmpty();
  }

  /// @throws ApiException if its `Sid` is taken or the policy would be too long
  ResourcePolicy with(Map<String, Object> statement) {
    String sid = sid(statement);
    if (find(sid).isPresent()) {
      throw LambdaErrors.conflicting(
          "The statement id (%s) provided already exists. Please provide a new statement id, or remove the existing statement."
              .formatted(sid));
    }
    List<Map<String, Object>> more = new ArrayList<>(statements);
    more.add(statement);
    ResourcePolicy next = revised(more);
    int bytes = next.json().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new ApiException(
          400,
          "PolicyLengthExceededException",
          "The final policy size (%d) is bigger than the limit (%d).".formatted(bytes, MAX_BYTES));
    }
    return next;
  }

  /// @throws ApiException if there is no such statement
  ResourcePolicy without(String sid) {
    require("No policy is associated with the given resource.");
    if (find(sid).isEmpty()) {
      throw notFound("Statement " + sid + " is not found in resource policy.");
    }
    return revised(statements.stream().filter(each -> !sid(each).equals(sid)).toList());
  }

  /// @throws ApiException with this message if this is none
  ResourcePolicy require(String message) {
    if (isNone()) {
      throw notFound(message);
    }
    return this;
  }

  private static ApiException notFound(String message) {
    return new ApiException(404, "ResourceNotFoundException", message);
  }

  /// Refuses a change of another revision than the caller knows.
  void checkRevision(Document input) {
    Optional<String> known = input.optionalText("RevisionId");
    if (known.isPresent() && !known.get().equals(revision)) {
      throw new ApiException(
          412,
          "PreconditionFailedException",
          "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API"
              + " to retrieve the latest Revision Id");
    }
  }

  private Optional<Map<String, Object>> find(String sid) {
    return statements.stream().filter(each -> sid(each).equals(sid)).findFirst();
  }

  private static ResourcePolicy revised(List<Map<String, Object>> statements) {
    return statements.isEmpty()
        ? NONE
        : new ResourcePolicy(statements, UUID.randomUUID().toString());
  }

  private static String sid(Map<String, Object> statement) {
    return new Document(statement).text("Sid");
  }

  /// As AWS gives it out.
  String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Id", "default");
    document.put("Statement", statements);
    return text(document);
  }

  static String text(Map<String, Object> document) {
    return new String(Json.write(document), StandardCharsets.UTF_8);
  }

  /// In the store.
  Map<String, Object> written() {
    return Map.of("statements", statements, "revision", revision);
  }

  static ResourcePolicy read(Document written) {
    return new ResourcePolicy(
        written.documents("statements").stream().map(Document::members).toList(),
        written.text("revision"));
  }
}
