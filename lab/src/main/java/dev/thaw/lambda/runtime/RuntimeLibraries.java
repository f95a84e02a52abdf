package dev.thaw.lambda.runtime;

import dev.thaw.lambda.sandbox.Directories;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fetches what AWS's managed runtimes carry and deploy tools therefore leave out of packages. Only
/// when asked, by the ordinary package clients, which see the user's own proxy and mirror settings.
public final class RuntimeLibraries {

  /// AWS's Node.js runtimes carry all of the SDK's clients; these are the ones that functions use
  /// most. Another one can be put into the package, which AWS recommends anyway.
  private static final List<String> NODE_CLIENTS =
      List.of(
          "@aws-sdk/client-cloudwatch",
          "@aws-sdk/client-cloudwatch-logs",
          "@aws-sdk/client-dynamodb",
          "@aws-sdk/client-eventbridge",
          "@aws-sdk/client-kms",
          "@aws-sdk/client-lambda",
          "@aws-sdk/client-s3",
          "@aws-sdk/client-secrets-manager",
          "@aws-sdk/client-ses",
          "@aws-sdk/client-sfn",
          "@aws-sdk/client-sns",
          "@aws-sdk/client-sqs",
          "@aws-sdk/client-ssm",
          "@aws-sdk/client-sts",
          "@aws-sdk/client-xray",
          "@aws-sdk/lib-dynamodb",
          "@aws-sdk/lib-storage",
          "@aws-sdk/s3-request-presigner",
          "@aws-sdk/util-dynamodb");

  private static final String JAVA_CLIENT =
      "com.amazonaws:aws-lambda-java-runtime-interface-client:2.9.0";

  private final Path libraries;
  private final Runtimes runtimes;
  private final @Nullable String home;

  /// @param home directory of thaw's checkout, whose Maven wrapper fetches the Java client
  public RuntimeLibraries(Path dataFolder, Runtimes runtimes, @Nullable String home) {
    this.libraries = dataFolder.resolve("libraries");
    this.runtimes = runtimes;
    this.home = home;
  }

  /// @param runtime `python`, `python3.N`, `node` or `java`
  /// @param progress takes the client's output
  /// @return where the libraries are now
  /// @throws RuntimeUnavailable if there is no client, or it failed; the message says which and why
  public Path add(String runtime, Consumer<String> progress) throws IOException {
    if (runtime.equals("python") || runtime.matches("python3\\.\\d{1,2}")) {
      return python(runtime, progress);
    }
    return switch (runtime) {
      case "node", "nodejs" -> node(progress);
      case "java" -> java(progress);
      default ->
          throw new RuntimeUnavailable(
              "runtime: " + runtime + " (expected: python, python3.N, node or java)");
    };
  }

  private Path python(String wanted, Consumer<String> progress) throws IOException {
    String identifier =
        wanted.equals("python")
            ? runtimes
                .preferred("python")
                .orElseThrow(
                    () -> new RuntimeUnavailable("runtime python: no Python 3 is installed"))
            : wanted;
    Path fresh = fresh(identifier);
    List<String> command =
        List.of(
            runtimes.executable(identifier).toString(),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "--target",
            fresh.toString(),
            "boto3");
    run(command, fresh, progress, "pip (Debian: apt-get install python3-pip)");
    return keep(fresh, identifier);
  }

  private Path node(Consumer<String> progress) throws IOException {
    Path fresh = fresh("nodejs");
    Files.writeString(
        fresh.resolve("package.json"), "{\"name\":\"thaw-node-libraries\",\"private\":true}\n");
    List<String> command =
        new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--omit=dev"));
    command.addAll(NODE_CLIENTS);
    run(command, fresh, progress, "npm (it comes with Node.js)");
    return keep(fresh, "nodejs");
  }

  private Path java(Consumer<String> progress) throws IOException {
    if (home == null) {
      throw new RuntimeUnavailable(
          "runtime java: start thaw by its ./thaw script, whose Maven wrapper fetches the client");
    }
    Path fresh = fresh("java");
    String[] parts = JAVA_CLIENT.split(":");
    Path pom = fresh.resolve("pom.xml");
    Files.writeString(
        pom,
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.thaw</groupId><artifactId>java-runtime</artifactId><version>1</version>
          <dependencies><dependency>
            <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
          </dependency></dependencies>
        </project>
        """
            .formatted(parts[0], parts[1], parts[2]));
    List<String> command =
        List.of(
            home + "/mvnw",
            "-q",
            "-f",
            pom.toString(),
            "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies",
            "-DoutputDirectory=" + fresh);
    run(command, fresh, progress, "Maven");
    Files.delete(pom);
    return keep(fresh, "java");
  }

  private Path fresh(String name) throws IOException {
    Files.createDirectories(libraries);
    Path fresh = libraries.resolve(name + ".new");
    Directories.delete(fresh);
    return Files.createDirectories(fresh);
  }

  private Path keep(Path fresh, String name) throws IOException {
    Path kept = libraries.resolve(name);
    Directories.delete(kept);
    Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
    return kept;
  }

  private static void run(
      List<String> command, Path directory, Consumer<String> progress, String client)
      throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new RuntimeUnavailable(
          "runtime: " + client + " is needed and cannot be started: " + e.getMessage());
    }
    process.getOutputStream().close();
    String last = "";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(line);
        last = line.isBlank() ? last : line;
      }
      if (process.waitFor() != 0) {
        throw new RuntimeUnavailable(
            "runtime: "
                + String.join(" ", command.subList(0, Math.min(4, command.size())))
                + " failed: "
                + last
                + " (needed: "
                + client
                + ")");
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
