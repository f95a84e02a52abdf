package dev.thaw.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Writes the files that a command's variables point to.
public final class ExecFiles {

  private final Path folder;
  private final TrustBundle trust;
  private final Map<String, String> user;

  /// @param folder exists, and is this command's alone
  /// @param user the user's variables
  public ExecFiles(Path folder, TrustBundle trust, Map<String, String> user) {
    this.folder = folder;
    this.trust = trust;
    this.user = user;
  }

  /// @param thaw the port of the running thaw
  /// @param proxy the port of the proxy
  /// @param offline whether Node's clients, which pass the proxy by, are to refuse other hosts
  public ExecEnvironment write(int thaw, int proxy, boolean offline) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Path bundle = folder.resolve("authorities.pem");
    Path store = folder.resolve("authorities.p12");
    trust.writePem(bundle);
    trust.writeJavaStore(store);
    Profiles profiles =
        Profiles.parse(
            users("AWS_CONFIG_FILE", "config"),
            users("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
    ExecEnvironment.Files files =
        new ExecEnvironment.Files(
            bundle.toString(),
            store.toString(),
            folder.resolve("config").toString(),
            folder.resolve("credentials").toString(),
            folder.resolve("preload.cjs").toString());
    ExecEnvironment environment = new ExecEnvironment(user, thaw, proxy, files, profiles);
    String region = Objects.requireNonNull(environment.changes().get("AWS_REGION"));
    Files.writeString(
        folder.resolve("config"), profiles.config("http://127.0.0.1:" + thaw, region));
    Files.writeString(folder.resolve("credentials"), profiles.credentials());
    Files.writeString(folder.resolve("preload.cjs"), preload(proxy, offline));
    return environment;
  }

  /// The text of one of the user's own files; empty if there is none.
  private String users(String variable, String usual) {
    String set = user.getOrDefault(variable, "");
    String home = user.getOrDefault("HOME", System.getProperty("user.home"));
    Path file = set.isBlank() ? Path.of(home, ".aws", usual) : expanded(set, home);
    try {
      return Files.isReadable(file) && Files.isRegularFile(file)
          ? Files.readString(file, StandardCharsets.ISO_8859_1)
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static Path expanded(String file, String home) {
    return file.startsWith("~/") ? Path.of(home, file.substring(2)) : Path.of(file);
  }

  static String preload(int proxy, boolean offline) {
    String domains =
        AwsHosts.DOMAINS.stream()
            .map(domain -> '"' + domain + '"')
            .collect(Collectors.joining(",", "[", "]"));
    return resource()
        .replace("__DOMAINS__", domains)
        .replace("__CUSTOMERS__", AwsHosts.CUSTOMERS)
        .replace("__PORT__", Integer.toString(proxy))
        .replace("__OFFLINE__", Boolean.toString(offline));
  }

  private static String resource() {
    try (InputStream in =
        Objects.requireNonNull(ExecFiles.class.getResourceAsStream("preload.cjs"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
