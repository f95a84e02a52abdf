package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.Invoker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Aliases of versions.
final class AliasOperations {

  private static final int PAGE = 50;

  private final FunctionStore functions;
  private final Invoker invoker;

  AliasOperations(FunctionStore functions, Invoker invoker) {
    this.functions = functions;
    this.invoker = invoker;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateAlias", this::create,
        "GetAlias", this::get,
        "ListAliases", this::list,
        "UpdateAlias", this::update,
        "DeleteAlias", this::delete);
  }

  private Answer create(Call call) {
    FunctionKey key = key(call);
    String name = call.input().text("Name");
    FunctionRecord after =
        functions.update(
            key,
            function -> {
              if (function.alias(name).isPresent()) {
                throw LambdaErrors.conflicting("Alias already exists: " + key.arn(name));
              }
              Alias none = new Alias(name, call.input().text("FunctionVersion"), "", none(), "");
              return function.withAlias(applied(call.input(), none, function));
            });
    return shown(after, name);
  }

  private static SortedMap<String, Double> none() {
    return new TreeMap<>();
  }

  /// Puts what a request names over an alias; what it does not name stays.
  private static Alias applied(Document input, Alias alias, FunctionRecord function) {
    String version = input.optionalText("FunctionVersion").orElse(alias.version());
    Alias next =
        new Alias(
            alias.name(),
            version,
            input.optionalText("Description").orElse(alias.description()),
            input
                .optionalDocument("RoutingConfig")
                .map(AliasOperations::weights)
                .orElse(alias.weights()),
            UUID.randomUUID().toString());
    check(next, function);
    return next;
  }

  private static SortedMap<String, Double> weights(Document routing) {
    SortedMap<String, Double> weights = new TreeMap<>();
    routing
        .optionalDocument("AdditionalVersionWeights")
        .ifPresent(given ->
            given
                .names()
                .forEach(version ->
                    weights.put(version, given.optional(version, Double.class).orElseThrow())));
    return weights;
  }

  private static void check(Alias alias, FunctionRecord function) {
    if (alias.version().equals("$LATEST.PUBLISHED")) {
      throw LambdaErrors.notEmulated("$LATEST.PUBLISHED");
    }
    requireVersion(alias.version(), function);
    if (alias.weights().size() > 1) {
      throw LambdaErrors.invalid(
          "Number of items in AdditionalVersionWeights cannot be greater than 1");
    }
    for (String other : alias.weights().keySet()) {
      if (other.equals(alias.version())) {
        throw LambdaErrors.invalid(
            "Invalid function version %s. Function version %s is already included in routing configuration."
                .formatted(other, other));
      }
      if (alias.version().equals(FunctionVersion.LATEST)) {
        throw LambdaErrors.invalid(
            "$LATEST is not supported for an alias pointing to more than 1 version");
      }
      requireVersion(other, function);
    }
  }

  private static void requireVersion(String version, FunctionRecord function) {
    if (function.version(version).isEmpty()) {
      throw LambdaErrors.notFound(function.key().arn(version));
    }
  }

  private Answer get(Call call) {
    FunctionKey key = key(call);
    String name = call.input().text("Name");
    FunctionRecord function = functions.require(key);
    if (function.alias(name).isEmpty()) {
      throw missing("Cannot find alias arn: ", key, name);
    }
    return shown(function, name);
  }

  private static ApiException missing(String words, FunctionKey key, String name) {
    return new ApiException(404, "ResourceNotFoundException", words + key.arn(name));
  }

  private Answer list(Call call) {
    FunctionRecord function = functions.require(key(call));
    Optional<String> version = call.input().optionalText("FunctionVersion");
    List<Alias> all =
        function.aliases().values().stream()
            .filter(alias -> version.isEmpty() || alias.version().equals(version.get()))
            .toList();
    Paging<Alias> page = Page.of(all, Alias::name, call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Aliases", page.items().stream().map(alias -> alias.shown(function.key())).toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  private Answer update(Call call) {
    FunctionKey key = key(call);
    String name = call.input().text("Name");
    return shown(
        functions.update(
            key,
            function -> {
              Alias alias =
                  function.alias(name).orElseThrow(() -> missing("Alias not found: ", key, name));
              LambdaErrors.checkRevision(call.input(), alias.revision());
              FunctionRecord next = function.withAlias(applied(call.input(), alias, function));
              if (next.provisioned().containsKey(name)) {
                checkProvision(next, name);
              }
              return next;
            },
            (before, after) -> Provisioning.apply(before, after, invoker)),
        name);
  }

  /// A provisioned alias takes its environments along, so its new version must be able to have
  /// them.
  private static void checkProvision(FunctionRecord function, String name) {
    Provisioning.check(function, name);
    if (function.alias(name).orElseThrow().version().equals(FunctionVersion.LATEST)) {
      throw LambdaErrors.invalid(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }
  }

  /// Succeeds when there is none, as on AWS.
  private Answer delete(Call call) {
    functions.update(
        key(call),
        function -> function.withoutAlias(call.input().text("Name")),
        (before, after) -> Provisioning.apply(before, after, invoker));
    return Answer.empty();
  }

  private static Answer shown(FunctionRecord function, String name) {
    return Answer.of(function.alias(name).orElseThrow().shown(function.key()));
  }

  private static FunctionKey key(Call call) {
    return FunctionRef.parse(call.input().text("FunctionName"), call.scope()).key();
  }
}
