package dev.thaw.cli;

import dev.thaw.proxy.Authority;
import dev.thaw.proxy.AwsHosts;
import dev.thaw.proxy.ExecEnvironment;
import dev.thaw.wire.dns.Resolver;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.http.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Puts a project into a laboratory with the project's own tool, from a copy of its directory.
///
/// @param scratch a folder for the copy
/// @param warnings what the user should know
/// @param progress hears what goes on
record ProjectDeployment(
    Laboratory laboratory, Path scratch, Consumer<String> warnings, Consumer<String> progress) {

  /// How a URL of the laboratory's is reached.
  ///
  /// @param port where to connect to; empty for the URL's own
  record Way(Options options, OptionalInt port) {}

  /// @throws Failure if the tool is missing or fails
  Project.Deployed deploy(Project project, Path directory, String stage)
      throws IOException, InterruptedException {
    Map<String, String> user = ExecEnvironment.asCalled(System.getenv());
    Path real = directory.toRealPath();
    Path tool = new ToolSearch(real, user).find(project);
    Path copy = Files.createDirectories(scratch.resolve("project")).resolve(named(real));
    progress.accept("copying " + directory);
    ProjectCopy.make(real, copy, project.leftBehind());
    Path notes = Files.createDirectories(scratch.resolve("tool"));
    try (Redirection redirection =
        Redirection.open(
            new Redirection.Settings(
                laboratory.port(), laboratory.authority(), user, false, warnings))) {
      Map<String, String> variables = ToolSearch.activated(tool, redirection.variables());
      return project.deploy(new ToolRun(tool, copy, variables, notes, progress), stage);
    }
  }

  /// The root of a file system has no name.
  private static Path named(Path directory) {
    Path name = directory.getFileName();
    return name == null ? Path.of("project") : name;
  }

  /// A host of AWS's is this laboratory, whose proxy takes off the TLS; any other one is itself.
  Way way(String url) {
    Target named = Target.parse(url).target();
    if (!AwsHosts.contains(named.host())) {
      return new Way(Options.usual(), OptionalInt.empty());
    }
    Resolver here =
        Resolver.overriding(
            Map.of(named.host().toLowerCase(Locale.ROOT), InetAddress.ofLiteral("127.0.0.1")),
            Resolver.ofThisMachine());
    Options options = Options.usual().withResolver(here).withTls(TlsClient.trusting(authority()));
    int port = named.tls() ? laboratory.proxyPort() : laboratory.port();
    return new Way(options, OptionalInt.of(port));
  }

  private KeyStore authority() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("thaw", Authority.open(laboratory.authority()).certificate());
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no trust store", e);
    }
  }
}
