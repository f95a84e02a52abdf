package dev.thaw.cloud.cloudformation.resource;

import java.util.List;
import java.util.Map;

/// Settings of a stage that only patches can make.
final class ApiStagePatch {

  private static final Map<String, String> METHOD =
      Map.of(
          "CacheDataEncrypted", "caching/dataEncrypted",
          "CacheTtlInSeconds", "caching/ttlInSeconds",
          "CachingEnabled", "caching/enabled",
          "DataTraceEnabled", "logging/dataTrace",
          "LoggingLevel", "logging/loglevel",
          "MetricsEnabled", "metrics/enabled",
          "ThrottlingBurstLimit", "throttling/burstLimit",
          "ThrottlingRateLimit", "throttling/rateLimit");

  private ApiStagePatch() {}

  /// @param wanted properties of a stage, without those that operations take as they are
  static ApiPatch of(Map<String, Object> wanted, Map<String, Object> before) {
    ApiPatch patch = new ApiPatch();
    wanted.forEach((property, value) -> {
      switch (property) {
        case "MethodSettings" -> methods(patch, value);
        case "AccessLogSetting" -> log(patch, value);
        case "ClientCertificateId" -> patch.replace("/clientCertificateId", value);
        default -> {
          if (!METHOD.containsKey(property)) {
            throw new ResourceFailure("Encountered unsupported property " + property);
          }
          patch.replace("/*/*/" + METHOD.get(property), value);
        }
      }
    });
    if (before.containsKey("AccessLogSetting") && !wanted.containsKey("AccessLogSetting")) {
      patch.remove("/accessLogSettings");
    }
    return patch;
  }

  private static void methods(ApiPatch patch, Object settings) {
    if (!(settings instanceof List<?> list)) {
      throw new ResourceFailure("Value of property MethodSettings must be of type List");
    }
    for (Object each : list) {
      Map<String, Object> setting = Resource.object("MethodSettings", each);
      String path =
          path(String.valueOf(setting.getOrDefault("ResourcePath", "/*")))
              + "/"
              + setting.getOrDefault("HttpMethod", "*")
              + "/";
      setting.forEach((property, value) -> {
        if (METHOD.containsKey(property)) {
          patch.replace(path + METHOD.get(property), value);
        } else if (!property.equals("ResourcePath") && !property.equals("HttpMethod")) {
          throw new ResourceFailure("Encountered unsupported property " + property);
        }
      });
    }
  }

  /// All resources are `/*`, one is its whole path as one name.
  private static String path(String resourcePath) {
    return resourcePath.equals("/*") || resourcePath.equals("*")
        ? "/*"
        : "/" + ApiPatch.escaped(resourcePath);
  }

  private static void log(ApiPatch patch, Object value) {
    Map<String, Object> log = Resource.object("AccessLogSetting", value);
    Object destination = log.get("DestinationArn");
    Object format = log.get("Format");
    if (destination != null) {
      patch.replace("/accessLogSettings/destinationArn", destination);
    }
    if (format != null) {
      patch.replace("/accessLogSettings/format", format);
    }
  }
}
