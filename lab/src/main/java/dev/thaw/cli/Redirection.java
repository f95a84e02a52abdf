package dev.thaw.cli;

import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.proxy.Authority;
import dev.thaw.proxy.ExecFiles;
import dev.thaw.proxy.Proxy;
import dev.thaw.proxy.TrustBundle;
import dev.thaw.proxy.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/// Leads commands to a thaw that they take for AWS: a proxy of their own, and the variables and
/// files that go with it. It lives as long as they do.
///
/// The proxy is not the one of `thaw up`: the user's proxies, the authorities and `--offline` are
/// those of the shell that thaw is called from.
final class Redirection implements AutoCloseable {

  /// @param thaw the port of the thaw that stands for AWS
  /// @param authority the folder of its certificate authority
  /// @param user the variables as the user has them
  /// @param offline whether every host that is neither AWS's nor this machine is refused
  /// @param warnings what the user should know
  record Settings(
      int thaw,
      Path authority,
      Map<String, String> user,
      boolean offline,
      Consumer<String> warnings) {}

  private final Path folder;
  private final Proxy proxy;
  private final Map<String, String> variables;

  private Redirection(Path folder, Proxy proxy, Map<String, String> variables) {
    this.folder = folder;
    this.proxy = proxy;
    this.variables = variables;
  }

  /// @throws Failure if the authority or one of the user's proxies cannot be used
  static Redirection open(Settings settings) throws IOException {
    Path folder = Files.createTempDirectory("thaw-exec");
    Proxy proxy = null;
    boolean opened = false;
    try {
      Authority authority = Authority.open(settings.authority());
      TrustBundle trust = TrustBundle.gather(Optional.of(authority.certificate()), settings.user());
      trust.omitted().forEach(settings.warnings());
      proxy = proxy(settings, authority, trust.sockets());
      Map<String, String> variables = new HashMap<>(settings.user());
      variables.putAll(
          new ExecFiles(folder, trust, settings.user())
              .write(settings.thaw(), proxy.port(), settings.offline())
              .changes());
      opened = true;
      return new Redirection(folder, proxy, variables);
    } catch (Authority.Unusable | IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), 2);
    } finally {
      if (!opened) {
        if (proxy != null) {
          proxy.close();
        }
        Directories.delete(folder);
      }
    }
  }

  private static Proxy proxy(Settings settings, Authority authority, SSLSocketFactory tls)
      throws IOException {
    return new Proxy(
        () -> authority,
        () -> tls,
        new Proxy.Settings(
            settings::thaw,
            Upstream.of(settings.user()),
            settings.offline(),
            Proxy.Limits.USUAL,
            settings.warnings()));
  }

  /// All variables of a command, the user's own and those that lead it here.
  Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  @Override
  public void close() {
    proxy.close();
    Directories.delete(folder);
  }
}
