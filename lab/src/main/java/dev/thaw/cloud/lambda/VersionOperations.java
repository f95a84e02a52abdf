package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Published versions: fixed copies of what `$LATEST` was.
final class VersionOperations {

  private static final int PAGE = 50;

  /// Two versions that differ in these alone are the same to AWS.
  private static final List<String> IDENTITY =
      List.of("Version", "RevisionId", "LastModified", "Description");

  private final FunctionStore functions;
  private final Invoker invoker;
  private final Clock clock;

  VersionOperations(FunctionStore functions, Invoker invoker, Clock clock) {
    this.functions = functions;
    this.invoker = invoker;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("PublishVersion", this::publish, "ListVersionsByFunction", this::list);
  }

  private Answer publish(Call call) {
    Document input = call.input();
    if (input.has("PublishTo")) {
      throw LambdaErrors.notEmulated("PublishTo");
    }
    FunctionKey key = FunctionRef.parse(input.text("FunctionName"), call.scope()).key();
    FunctionRecord function = functions.require(key);
    FunctionOperations.checkRevision(input, function);
    String current = function.latest().configuration().text("CodeSha256");
    String wanted = input.optionalText("CodeSha256").orElse("");
    if (!wanted.isEmpty() && !wanted.equals(current)) {
      throw LambdaErrors.invalid(
          "CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please try again with the CodeSHA256 in $LATEST."
              .formatted(wanted, current));
    }
    return Answer.of(publish(key, input.optionalText("Description").orElse("")).qualified());
  }

  /// Publishes what `$LATEST` is, unless the newest version is just that.
  ///
  /// @param description empty to keep that of `$LATEST`
  FunctionVersion publish(FunctionKey key, String description) {
    FunctionRecord after =
        functions.update(
            key,
            function -> {
              if (!function.published().isEmpty()
                  && same(function.published().getLast(), function.latest())) {
                return function;
              }
              Map<String, Object> members =
                  new HashMap<>(function.latest().configuration().members());
              members.put("Version", Integer.toString(function.lastVersion() + 1));
              members.put("RevisionId", UUID.randomUUID().toString());
              members.put("LastModified", LambdaTimes.modified(clock));
              if (!description.isEmpty()) {
                members.put("Description", description);
              }
              return function.withPublished(
                  FunctionVersion.of(
                      key, members, function.latest().code(), function.latest().layers()));
            });
    return after.published().getLast();
  }

  private static boolean same(FunctionVersion one, FunctionVersion other) {
    return withoutIdentity(one).equals(withoutIdentity(other));
  }

  private static Map<String, Object> withoutIdentity(FunctionVersion version) {
    Map<String, Object> members = new HashMap<>(version.configuration().members());
    IDENTITY.forEach(members::remove);
    return members;
  }

  private Answer list(Call call) {
    FunctionKey key = FunctionRef.parse(call.input().text("FunctionName"), call.scope()).key();
    Paging<FunctionVersion> page =
        Page.of(functions.require(key).versions(), VersionOperations::order, call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Versions", page.items().stream().map(FunctionVersion::qualified).toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  /// `$LATEST` first, then by number.
  static String order(FunctionVersion version) {
    String number = version.latest() ? "" : "%010d".formatted(Long.parseLong(version.version()));
    return version.key().name() + "/" + number;
  }

  private static void checkUnused(FunctionRecord function, FunctionRef ref, String version) {
    if (function.alias(version).isPresent()) {
      throw LambdaErrors.invalid("Deletion of aliases is not currently supported.");
    }
    if (function.version(version).isEmpty()) {
      throw LambdaErrors.notFound(ref.arn());
    }
    List<String> names =
        function.aliases().values().stream()
            .filter(alias -> alias.pointsTo(version))
            .map(Alias::name)
            .toList();
    if (!names.isEmpty()) {
      throw LambdaErrors.conflicting(
          "Unable to delete version because the following aliases reference it: " + names);
    }
  }

  void delete(FunctionRef ref) {
    String version = ref.qualifier().orElseThrow();
    if (version.equals(FunctionVersion.LATEST)) {
      throw LambdaErrors.invalid(
          "$LATEST version cannot be deleted without deleting the function.");
    }
    functions.update(
        ref.key(),
        function -> {
          checkUnused(function, ref, version);
          return function.withoutVersion(version);
        },
        (before, after) -> Provisioning.apply(before, after, invoker));
    invoker.retire(ref.key().arn(), version, "");
  }
}
