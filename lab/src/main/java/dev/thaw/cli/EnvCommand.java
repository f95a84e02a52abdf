package dev.thaw.cli;

import dev.thaw.proxy.Authority;
import dev.thaw.proxy.ExecEnvironment;
import dev.thaw.proxy.ExecFiles;
import dev.thaw.proxy.TrustBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What `thaw exec` gives to a command, for a shell: `eval "$(thaw env)"`. It leads to the proxy of
/// `thaw up`, which lives as long as that.
@Command(
    name = "env",
    description = "Print the variables of thaw exec for a shell: eval \"$(thaw env)\"",
    mixinStandardHelpOptions = true)
final class EnvCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The running thaw's. Default: ${DEFAULT-VALUE}")
  private int port = 4566;

  @Override
  public Integer call() throws IOException {
    RunningThaw thaw = RunningThaw.on(port);
    Map<String, String> user = ExecEnvironment.asCalled(System.getenv());
    try {
      Authority authority = Authority.open(thaw.authority());
      TrustBundle trust = TrustBundle.gather(Optional.of(authority.certificate()), user);
      trust.omitted().forEach(line -> spec.commandLine().getErr().println("thaw: " + line));
      Path shells = Files.createDirectories(thaw.authority().resolve("shells"));
      Path folder = Files.createTempDirectory(shells, "shell-");
      print(new ExecFiles(folder, trust, user).write(port, thaw.proxyPort(), false).changes());
    } catch (Authority.Unusable e) {
      throw new Failure(String.valueOf(e.getMessage()), 2);
    }
    return 0;
  }

  private void print(Map<String, String> changes) {
    PrintWriter out = spec.commandLine().getOut();
    new TreeMap<>(changes)
        .forEach((name, value) -> out.println("export " + name + "=" + quoted(value)));
    out.flush();
  }

  /// For any POSIX shell.
  static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
