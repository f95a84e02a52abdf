package dev.thaw.lambda.runtimeapi;

import dev.thaw.lambda.runtimeapi.Extension.EventType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Extensions API 2020-01-01. Its client errors are all 403.
final class ExtensionApi {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String IDENTIFIER = "lambda-extension-identifier";

  private final RuntimeSession session;
  private final SessionProfile profile;

  ExtensionApi(RuntimeSession session, SessionProfile profile) {
    this.session = session;
    this.profile = profile;
  }

  /// Whose request it is.
  sealed interface Lookup {
    record Found(Extension extension) implements Lookup {}

    record Refused(ApiAnswer answer) implements Lookup {}
  }

  void serve(ApiConnection connection, ApiRequest request, String path) throws IOException {
    byte[] body = ResponseIntake.readAll(connection, request);
    switch (request.method() + " " + path) {
      case "POST /register" -> connection.answer(register(request, body));
      case "GET /event/next" -> next(connection, request);
      case "POST /init/error" -> connection.answer(failed(request, true));
      case "POST /exit/error" -> connection.answer(failed(request, false));
      default -> connection.answer(ApiAnswer.NOT_FOUND);
    }
  }

  Lookup lookup(ApiRequest request) {
    String id = request.header(IDENTIFIER);
    if (id == null || id.isEmpty()) {
      return refused(
          "Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header");
    }
    if (!isUuid(id)) {
      return refused("Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier");
    }
    Extension extension = session.extension(id);
    return extension == null
        ? refused("Extension.UnknownExtensionIdentifier", "Unknown extension " + id)
        : new Lookup.Found(extension);
  }

  private ApiAnswer register(ApiRequest request, byte[] body) {
    String name = request.header("lambda-extension-name");
    if (name == null || name.isEmpty()) {
      return refusal("Extension.InvalidExtensionName", "Empty extension name");
    }
    Set<EventType> events = EnumSet.noneOf(EventType.class);
    boolean external = profile.externalExtensions().contains(name);
    try {
      JsonNode document = JSON.readTree(body);
      JsonNode keys = document.path("configurationKeys");
      if (!document.isObject() || (!keys.isMissingNode() && !keys.isEmpty())) {
        return refusal("InvalidRequestFormat", "Cannot parse request");
      }
      for (JsonNode event : document.path("events")) {
        String wanted = event.asString("");
        EventType type = eventType(wanted);
        if (type == null || (type == EventType.SHUTDOWN && !external)) {
          return refusal(
              "Extension.InvalidEventType",
              wanted + ": invalid event type" + (external ? "" : " for an internal extension"));
        }
        events.add(type);
      }
    } catch (JacksonException e) {
      return refusal("InvalidRequestFormat", "Cannot parse request");
    }
    Extension extension = new Extension(name, external, events);
    String refused = session.register(extension);
    if (refused != null) {
      return refusal(refused, explain(refused, name));
    }
    return new ApiAnswer(
        200,
        "application/json",
        List.of("Lambda-Extension-Identifier", extension.id),
        JSON.writeValueAsBytes(description(request)));
  }

  private Map<String, String> description(ApiRequest request) {
    Map<String, String> description = new LinkedHashMap<>();
    description.put("functionName", profile.functionName());
    description.put("functionVersion", profile.functionVersion());
    description.put("handler", profile.handler());
    String features = request.header("lambda-extension-accept-feature");
    if (features != null && List.of(features.split("\\s*,\\s*")).contains("accountId")) {
      description.put("accountId", profile.account());
    }
    return description;
  }

  private void next(ApiConnection connection, ApiRequest request) throws IOException {
    switch (lookup(request)) {
      case Lookup.Refused(ApiAnswer answer) -> connection.answer(answer);
      case Lookup.Found(Extension extension) -> {
        if (extension.errorType != null) {
          connection.answer(
              refusal(
                  "Extension.InvalidExtensionState",
                  "State transition of an extension that has failed"));
        } else {
          session.extensionNext(extension, connection);
        }
      }
    }
  }

  private ApiAnswer failed(ApiRequest request, boolean atInit) {
    return switch (lookup(request)) {
      case Lookup.Refused(ApiAnswer answer) -> answer;
      case Lookup.Found(Extension extension) -> {
        String type = request.header("lambda-extension-function-error-type");
        if (type == null || type.isEmpty()) {
          yield refusal(
              "Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found");
        }
        session.extensionFailed(extension, type, atInit);
        yield ApiAnswer.ACCEPTED;
      }
    };
  }

  private static String explain(String errorType, String name) {
    return switch (errorType) {
      case "Extension.RegistrationClosed" -> "Extension registration closed already";
      case "Extension.TooManyExtensions" -> "Extension limit (10) reached";
      default -> "Extension with name " + name + " already registered";
    };
  }

  private static @Nullable EventType eventType(String name) {
    for (EventType type : EventType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equalsIgnoreCase(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Lookup refused(String errorType, String message) {
    return new Lookup.Refused(refusal(errorType, message));
  }

  private static ApiAnswer refusal(String errorType, String message) {
    return ApiAnswer.error(403, errorType, message);
  }
}
