package dev.thaw.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// By what functions reach thaw as if it were AWS, whatever client they bring: the endpoint for
/// those that know the variable, the proxy and thaw's authority for all others.
///
/// Fewer variables than a command gets: credentials and region are the function's own, plain HTTP
/// goes its way because the Runtime API is reached by it, and options that a JVM would write into
/// the function's log are left out.
public final class FunctionAccess {

  private static final List<String> TRUST =
      List.of(
          "AWS_CA_BUNDLE",
          "REQUESTS_CA_BUNDLE",
          "SSL_CERT_FILE",
          "CURL_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS");

  private static final String BUNDLE = "authorities.pem";
  private static final String PRELOAD = "preload.cjs";

  private final int proxy;
  private final Once<Path> files;

  /// @param folder for the files that the variables name
  /// @param authority folder of an [Authority]
  /// @param user the user's own variables
  /// @param proxy its port
  public FunctionAccess(Path folder, Path authority, Map<String, String> user, int proxy) {
    this.proxy = proxy;
    files =
        new Once<>(() -> {
          try {
            return write(folder, authority, user);
          } catch (IOException e) {
            throw new UncheckedIOException("cannot write what functions see to " + folder, e);
          }
        });
  }

  /// The folder of the files that the variables name. They are written when they are first asked
  /// for: a new authority takes as long as all else that thaw does to start.
  public Path files() {
    return files.get();
  }

  /// Certificates are copied as they are: nobody here needs to read them.
  private Path write(Path folder, Path authority, Map<String, String> user) throws IOException {
    Files.createDirectories(folder);
    StringBuilder bundle = new StringBuilder(Authority.certificateText(authority));
    for (Path file : TrustBundle.files(user)) {
      bundle.append(Files.readString(file, StandardCharsets.ISO_8859_1).strip()).append('\n');
    }
    Files.writeString(folder.resolve(BUNDLE), bundle, StandardCharsets.ISO_8859_1);
    Files.writeString(folder.resolve(PRELOAD), ExecFiles.preload(proxy, false));
    return folder;
  }

  /// @param thaw its port
  /// @param runtime of the function, for example `nodejs22.x`
  /// @param files the folder as the function sees it
  public Map<String, String> variables(int thaw, String runtime, String files) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + thaw);
    String url = "http://127.0.0.1:" + proxy;
    variables.put("HTTPS_PROXY", url);
    variables.put("https_proxy", url);
    variables.put("NO_PROXY", ExecEnvironment.LOOPBACK);
    variables.put("no_proxy", ExecEnvironment.LOOPBACK);
    TRUST.forEach(name -> variables.put(name, files + "/" + BUNDLE));
    if (runtime.startsWith("nodejs")) {
      variables.put(
          "NODE_OPTIONS", "--require " + ExecEnvironment.quotedForNode(files + "/" + PRELOAD));
    }
    return variables;
  }
}
