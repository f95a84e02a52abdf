package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The URLs of functions and aliases, as far as they are configured.
final class FunctionUrlOperations {

  private static final int PAGE = 50;
  private static final int ID_LENGTH = 32;
  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Set<String> METHODS =
      Set.of("GET", "PUT", "HEAD", "POST", "PATCH", "DELETE", "*");

  private final FunctionStore functions;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  FunctionUrlOperations(FunctionStore functions, Clock clock) {
    this.functions = functions;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateFunctionUrlConfig", this::create,
        "GetFunctionUrlConfig", this::get,
        "UpdateFunctionUrlConfig", this::update,
        "DeleteFunctionUrlConfig", this::delete,
        "ListFunctionUrlConfigs", this::list);
  }

  private Answer create(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    String now = LambdaTimes.iso(clock);
    FunctionUrl none =
        new FunctionUrl(
            id(), FunctionUrl.Auth.NONE, FunctionUrl.Mode.BUFFERED, Optional.empty(), now, now);
    FunctionUrl made = applied(call.input(), none, now);
    functions.update(
        ref.key(),
        function -> {
          requireQualifier(function, ref);
          if (function.attachments().url(ref.orLatest()).isPresent()) {
            throw LambdaErrors.conflicting(
                "Failed to create function url config for [functionArn = %s]. Error message:  FunctionUrlConfig exists for this Lambda function"
                    .formatted(ref.arn()));
          }
          return with(function, ref, made);
        });
    Map<String, Object> output = made.shown(ref.key(), ref.orLatest());
    output.remove("LastModifiedTime");
    return Answer.of(output);
  }

  private static FunctionRecord with(FunctionRecord function, FunctionRef ref, FunctionUrl url) {
    return function.withAttachments(function.attachments().withUrl(ref.orLatest(), url));
  }

  /// Two functions never get the same one: 160 bits.
  private String id() {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  /// Puts what a request names over a configuration; what it does not name stays.
  private static FunctionUrl applied(Document input, FunctionUrl url, String now) {
    input.optionalDocument("Cors").ifPresent(FunctionUrlOperations::check);
    return new FunctionUrl(
        url.id(),
        input.optionalText("AuthType").map(FunctionUrl.Auth::valueOf).orElse(url.auth()),
        input.optionalText("InvokeMode").map(FunctionUrl.Mode::valueOf).orElse(url.mode()),
        input.optionalDocument("Cors").map(Document::members).or(url::cors),
        url.created(),
        now);
  }

  private static void check(Document cors) {
    for (String method : cors.texts("AllowMethods")) {
      if (!METHODS.contains(method)) {
        throw LambdaErrors.invalid(
            "cors.allowMethods: "
                + method
                + " (expected: "
                + String.join(", ", METHODS.stream().sorted().toList())
                + ")");
      }
    }
  }

  private Answer get(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.require(ref);
    return Answer.of(shown(functions.require(ref.key()), ref.orLatest()));
  }

  private static Map<String, Object> shown(FunctionRecord function, String qualifier) {
    return function
        .attachments()
        .url(qualifier)
        .orElseThrow(FunctionUrlOperations::missing)
        .shown(function.key(), qualifier);
  }

  private Answer update(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    FunctionRecord after =
        functions.update(
            ref.key(),
            function -> {
              FunctionUrl url =
                  function
                      .attachments()
                      .url(ref.orLatest())
                      .orElseThrow(FunctionUrlOperations::missing);
              return with(function, ref, applied(call.input(), url, LambdaTimes.iso(clock)));
            });
    return Answer.of(shown(after, ref.orLatest()));
  }

  private Answer delete(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.update(
        ref.key(),
        function -> {
          shown(function, ref.orLatest());
          return function.withAttachments(function.attachments().withoutUrl(ref.orLatest()));
        });
    return Answer.empty();
  }

  private Answer list(Call call) {
    FunctionRecord function = functions.require(FunctionRef.of(call).key());
    List<String> qualifiers = function.attachments().urls().keySet().stream().sorted().toList();
    Paging<String> page = Page.of(qualifiers, each -> each, call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(
        "FunctionUrlConfigs",
        page.items().stream().map(qualifier -> shown(function, qualifier)).toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  private static void requireQualifier(FunctionRecord function, FunctionRef ref) {
    if (function.version(ref.orLatest()).isEmpty()) {
      throw LambdaErrors.notFound(ref.arn());
    }
  }

  private static ApiException missing() {
    return new ApiException(
        404, "ResourceNotFoundException", "The resource you requested does not exist.");
  }
}
