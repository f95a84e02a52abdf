package dev.thaw.proxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From the user's variables to a command's, so that its calls of AWS reach thaw.
///
/// What the user has set already: credentials, and the endpoints of single services, stay. The
/// region is the user's variable, else the profile's, else us-east-1. Options for Java and Node are
/// added behind the user's own. Endpoint, proxies, authorities and the AWS configuration's files
/// are replaced, and what they held is taken over: the proxies by thaw's proxy, the authorities in
/// the bundle, the profiles in the new files.
///
/// @param user the variables as the user has them
/// @param thaw the port of the running thaw
/// @param proxy the port of the proxy
/// @param files what the variables point to
/// @param profiles of the user's own configuration
public record ExecEnvironment(
    Map<String, String> user, int thaw, int proxy, Files files, Profiles profiles) {

  static final String ACCESS_KEY = "000000000000";
  static final String SECRET_KEY = "thaw";

  static final String LOOPBACK = "127.0.0.1,localhost,::1";
  private static final String USUAL_REGION = "us-east-1";

  /// The launcher may change `JAVA_HOME` for thaw itself; this holds the caller's.
  private static final String CALLERS_JAVA_HOME = "THAW_CALLER_JAVA_HOME";

  /// Paths of the files that go with the variables.
  ///
  /// @param bundle authorities as PEM
  /// @param javaStore authorities as PKCS12
  /// @param config for `AWS_CONFIG_FILE`
  /// @param credentials for `AWS_SHARED_CREDENTIALS_FILE`
  /// @param preload for Node's `--require`
  public record Files(
      String bundle, String javaStore, String config, String credentials, String preload) {}

  public ExecEnvironment {
    user = Map.copyOf(user);
  }

  /// The user's variables without what the launcher did to them.
  public static Map<String, String> asCalled(Map<String, String> variables) {
    Map<String, String> called = new HashMap<>(variables);
    Optional.ofNullable(called.remove(CALLERS_JAVA_HOME))
        .ifPresent(home -> {
          called.remove("JAVA_HOME");
          called.remove("THAW_HOME");
          if (!home.isEmpty()) {
            called.put("JAVA_HOME", home);
          }
        });
    return called;
  }

  /// What changes, by the variable's name.
  public Map<String, String> changes() {
    Map<String, String> changes = new HashMap<>();
    String endpoint = "http://127.0.0.1:" + thaw;
    changes.put("AWS_ENDPOINT_URL", endpoint);
    if (value("AWS_ACCESS_KEY_ID").isEmpty() || value("AWS_SECRET_ACCESS_KEY").isEmpty()) {
      changes.put("AWS_ACCESS_KEY_ID", ACCESS_KEY);
      changes.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
      // One that is left would belong to other keys.
      if (!value("AWS_SESSION_TOKEN").isEmpty()) {
        changes.put("AWS_SESSION_TOKEN", SECRET_KEY);
      }
    }
    changes.put("AWS_REGION", region());
    changes.put(
        "AWS_DEFAULT_REGION",
        value("AWS_DEFAULT_REGION").isEmpty() ? region() : value("AWS_DEFAULT_REGION"));
    changes.put("AWS_EC2_METADATA_DISABLED", "true");
    changes.put("AWS_CONFIG_FILE", files.config());
    changes.put("AWS_SHARED_CREDENTIALS_FILE", files.credentials());
    String url = "http://127.0.0.1:" + proxy;
    for (String name : List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")) {
      changes.put(name, url);
    }
    changes.put("NO_PROXY", LOOPBACK);
    changes.put("no_proxy", LOOPBACK);
    TrustBundle.VARIABLES.forEach(name -> changes.put(name, files.bundle()));
    changes.put("JAVA_TOOL_OPTIONS", behind("JAVA_TOOL_OPTIONS", javaOptions()));
    changes.put(
        "NODE_OPTIONS", behind("NODE_OPTIONS", "--require " + quotedForNode(files.preload())));
    return changes;
  }

  private String region() {
    String set = value("AWS_REGION").isEmpty() ? value("AWS_DEFAULT_REGION") : value("AWS_REGION");
    if (!set.isEmpty()) {
      return set;
    }
    String profile =
        value("AWS_PROFILE").isEmpty() ? value("AWS_DEFAULT_PROFILE") : value("AWS_PROFILE");
    String named = profiles.region(profile.isEmpty() ? "default" : profile);
    return named.isEmpty() ? USUAL_REGION : named;
  }

  private String javaOptions() {
    return String.join(
        " ",
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=" + proxy,
        "-Dhttp.proxyHost=127.0.0.1",
        "-Dhttp.proxyPort=" + proxy,
        "'-Dhttp.nonProxyHosts=localhost|127.*|[::1]'",
        quotedForJava("-Djavax.net.ssl.trustStore=" + files.javaStore()),
        "-Djavax.net.ssl.trustStoreType=PKCS12",
        "-Djavax.net.ssl.trustStorePassword=" + TrustBundle.PASSWORD);
  }

  private String behind(String variable, String added) {
    return value(variable).isEmpty() ? added : value(variable) + " " + added;
  }

  private String value(String variable) {
    return user.getOrDefault(variable, "").strip();
  }

  private static String quotedForJava(String option) {
    return option.indexOf(' ') < 0 ? option : "'" + option + "'";
  }

  static String quotedForNode(String path) {
    return path.indexOf(' ') < 0
        ? path
        : '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
