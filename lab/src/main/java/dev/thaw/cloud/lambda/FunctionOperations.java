package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Creating, showing, changing and deleting functions.
final class FunctionOperations {

  private static final int PAGE = 50;

  private final FunctionStore functions;
  private final LayerAccess layers;
  private final CodeUploads uploads;
  private final VersionOperations versions;
  private final Invoker invoker;
  private final Clock clock;

  FunctionOperations(
      FunctionStore functions,
      LayerAccess layers,
      CodeUploads uploads,
      VersionOperations versions,
      Invoker invoker,
      Clock clock) {
    this.functions = functions;
    this.layers = layers;
    this.uploads = uploads;
    this.versions = versions;
    this.invoker = invoker;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateFunction", this::create,
        "GetFunction", this::get,
        "GetFunctionConfiguration", this::getConfiguration,
        "ListFunctions", this::list,
        "UpdateFunctionCode", this::updateCode,
        "UpdateFunctionConfiguration", this::updateConfiguration,
        "DeleteFunction", this::delete);
  }

  private Answer create(Call call) {
    Document input = call.input();
    FunctionRef ref = FunctionRef.parse(input.text("FunctionName"), call.scope());
    if (ref.qualifier().isPresent() || ref.key().name().length() > 64) {
      throw LambdaErrors.invalid(
          "FunctionName: "
              + input.text("FunctionName")
              + " (expected: up to 64 characters, without"
              + " a version)");
    }
    FunctionKey key = ref.key();
    if (functions.find(key).isPresent()) {
      throw LambdaErrors.conflict(key.name());
    }
    Map<String, Object> members = FunctionSettings.created(key, input);
    Map<String, String> tags = input.textMap("Tags");
    TagOperations.check(tags);
    List<UsedLayer> used = layers.resolve(input.texts("Layers"), call.scope());
    StoredPackage code = uploads.take(input.document("Code"), call.scope());
    FunctionVersion latest = latest(key, members, code, used);
    functions.create(FunctionRecord.created(latest, tags));
    FunctionVersion shown = input.flag("Publish") ? versions.publish(key, "") : latest;
    Map<String, Object> answer =
        with(shown, "Pending", "State", "StateReason", "StateReasonCode", "LastUpdateStatus");
    // AWS names the function here even where it names the version: tools lead their APIs to it
    answer.put("FunctionArn", key.arn());
    return Answer.of(answer);
  }

  /// AWS is not ready at once and says so; the function is, by the next question.
  private static Map<String, Object> with(
      FunctionVersion version, String state, String name, String reason, String code, String drop) {
    Map<String, Object> members = new HashMap<>(version.shown());
    members.put(name, state);
    members.put(reason, "The function is being created.");
    members.put(code, "Creating");
    members.remove(drop);
    return members;
  }

  private static Map<String, Object> updating(FunctionVersion version) {
    return with(
        version,
        "InProgress",
        "LastUpdateStatus",
        "LastUpdateStatusReason",
        "LastUpdateStatusReasonCode",
        "");
  }

  private Answer get(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    FunctionVersion version = functions.require(ref);
    FunctionRecord function = functions.require(ref.key());
    Map<String, Object> output = new HashMap<>();
    output.put("Configuration", shown(ref, version));
    output.put(
        "Code",
        Map.of(
            "RepositoryType",
            "S3",
            "Location",
            CodeDownloads.location(call.head(), version.code())));
    if (!function.tags().isEmpty()) {
      output.put("Tags", function.tags());
    }
    function
        .reserved()
        .ifPresent(limit ->
            output.put("Concurrency", Map.of("ReservedConcurrentExecutions", (long) limit)));
    return Answer.of(output);
  }

  private Answer getConfiguration(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    return Answer.of(shown(ref, functions.require(ref)));
  }

  private static Map<String, Object> shown(FunctionRef ref, FunctionVersion version) {
    return ref.qualifier().map(version::qualified).orElseGet(version::shown);
  }

  private Answer list(Call call) {
    List<FunctionVersion> all = new ArrayList<>();
    boolean every = call.input().optionalText("FunctionVersion").isPresent();
    for (FunctionRecord function : functions.list(call.scope().account(), call.scope().region())) {
      all.addAll(every ? function.versions() : List.of(function.latest()));
    }
    Paging<FunctionVersion> page = Page.of(all, VersionOperations::order, call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(
        "Functions",
        page.items().stream().map(each -> every ? each.qualified() : listed(each)).toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  /// Lists leave the states out.
  static Map<String, Object> listed(FunctionVersion version) {
    Map<String, Object> members = new HashMap<>(version.shown());
    members.remove("State");
    members.remove("LastUpdateStatus");
    return members;
  }

  private Answer updateCode(Call call) {
    Document input = call.input();
    FunctionRef ref = unqualified(call);
    FunctionRecord before = functions.require(ref.key());
    checkRevision(input, before);
    if (input.has("PublishTo")) {
      throw LambdaErrors.notEmulated("PublishTo");
    }
    StoredPackage code = uploads.take(input, call.scope());
    if (input.flag("DryRun")) {
      Map<String, Object> members = new HashMap<>(before.latest().shown());
      members.put("CodeSha256", CodeUploads.base64(code.sha256()));
      members.put("CodeSize", code.bytes());
      return Answer.of(members);
    }
    FunctionRecord after =
        functions.update(
            ref.key(),
            function -> {
              checkRevision(input, function);
              Map<String, Object> members =
                  new HashMap<>(function.latest().configuration().members());
              if (!input.texts("Architectures").isEmpty()) {
                members.put("Architectures", input.texts("Architectures"));
              }
              return function.withLatest(
                  latest(ref.key(), members, code, function.latest().layers()));
            });
    retireOlder(after);
    if (input.flag("Publish")) {
      return Answer.of(updating(versions.publish(ref.key(), "")));
    }
    return Answer.of(updating(after.latest()));
  }

  private Answer updateConfiguration(Call call) {
    Document input = call.input();
    FunctionRef ref = unqualified(call);
    Optional<List<UsedLayer>> wanted =
        input.has("Layers")
            ? Optional.of(layers.resolve(input.texts("Layers"), call.scope()))
            : Optional.empty();
    FunctionRecord after =
        functions.update(
            ref.key(),
            function -> {
              checkRevision(input, function);
              Map<String, Object> members =
                  new HashMap<>(function.latest().configuration().members());
              FunctionSettings.apply(ref.key(), input, members);
              FunctionVersion now = function.latest();
              return function.withLatest(
                  latest(ref.key(), members, now.code(), wanted.orElse(now.layers())));
            });
    retireOlder(after);
    return Answer.of(updating(after.latest()));
  }

  private void retireOlder(FunctionRecord function) {
    invoker.retire(function.key().arn(), FunctionVersion.LATEST, function.latest().revision());
  }

  private Answer delete(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    if (ref.qualifier().isPresent()) {
      versions.delete(ref);
    } else {
      FunctionRecord gone = functions.delete(ref.key());
      String arn = ref.key().arn();
      Set<String> provisioned = Provisioning.wanted(gone).keySet();
      for (FunctionVersion version : gone.versions()) {
        if (provisioned.contains(version.version())) {
          invoker.provision(version.spec(), 0);
        }
        invoker.retire(arn, version.version(), "");
      }
      invoker.reserve(arn, -1);
    }
    return Answer.of(Map.of("StatusCode", 204L));
  }

  /// A new latest version: with a new revision and time.
  private FunctionVersion latest(
      FunctionKey key, Map<String, Object> members, StoredPackage code, List<UsedLayer> used) {
    FunctionSettings.layers(code, used, members);
    members.put("Version", FunctionVersion.LATEST);
    members.put("RevisionId", UUID.randomUUID().toString());
    members.put("LastModified", LambdaTimes.modified(clock));
    members.put("CodeSha256", CodeUploads.base64(code.sha256()));
    members.put("CodeSize", code.bytes());
    return FunctionVersion.of(key, members, code, used);
  }

  private static FunctionRef unqualified(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    if (ref.qualifier().filter(q -> !q.equals(FunctionVersion.LATEST)).isPresent()) {
      throw LambdaErrors.invalid(
          "This operation is permitted only on Lambda function resources with the $LATEST version: "
              + ref.arn());
    }
    return ref;
  }

  static void checkRevision(Document input, FunctionRecord function) {
    LambdaErrors.checkRevision(input, function.latest().revision());
  }
}
