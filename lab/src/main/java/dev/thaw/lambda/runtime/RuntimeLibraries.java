package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What AWS's managed runtimes carry beside the language: boto3, the AWS SDK for JavaScript, the
/// Java runtime client. Fetched only when asked for, by the languages' own clients, which honour
/// the user's proxies and mirrors; kept in the data folder under `libraries`.
final class RuntimeLibraries {

  /// Clients of the AWS SDK for JavaScript v3: AWS's runtime carries all of some four hundred;
  /// these are the ones that functions mostly use.
  static final List<String> NODE_PACKAGES =
      Stream.of(
              "client-api-gateway",
              "client-apigatewaymanagementapi",
              "client-bedrock-runtime",
              "client-cloudformation",
              "client-cloudwatch",
              "client-cloudwatch-logs",
              "client-cognito-identity-provider",
              "client-dynamodb",
              "client-ec2",
              "client-ecs",
              "client-eventbridge",
              "client-firehose",
              "client-iam",
              "client-kinesis",
              "client-kms",
              "client-lambda",
              "client-rds-data",
              "client-route-53",
              "client-s3",
              "client-secrets-manager",
              "client-ses",
              "client-sesv2",
              "client-sfn",
              "client-sns",
              "client-sqs",
              "client-ssm",
              "client-sts",
              "client-xray",
              "credential-providers",
              "lib-dynamodb",
              "lib-storage",
              "s3-presigned-post",
              "s3-request-presigner",
              "util-dynamodb")
          .map(name -> "@aws-sdk/" + name + "@3")
          .toList();

  private final Path folder;

  RuntimeLibraries(Path dataFolder) {
    this.folder = dataFolder.resolve("libraries");
  }

  /// boto3 for the Python version of this interpreter, if it was fetched.
  Optional<Path> python(Interpreter interpreter) {
    return existing(pythonFolder(interpreter));
  }

  /// The AWS SDK for this major version of Node.js, if it was fetched.
  Optional<Path> node(Interpreter interpreter) {
    return existing(nodeFolder(interpreter));
  }

  /// AWS's Java runtime client, if it was fetched.
  Optional<Path> java() {
    return existing(folder.resolve("java-" + MavenJars.CLIENT_VERSION));
  }

  /// Fetches boto3 and what belongs to it.
  ///
  /// @param progress takes the lines that pip prints
  /// @return the directory that functions will see as `/var/runtime`
  Path addPython(Interpreter interpreter, Consumer<String> progress) {
    return fetch(
        pythonFolder(interpreter),
        into ->
            run(
                List.of(
                    interpreter.executable().toString(),
                    "-m",
                    "pip",
                    "install",
                    "--disable-pip-version-check",
                    "--no-input",
                    "--target",
                    into.toString(),
                    "boto3"),
                "pip for Python " + interpreter + " (Debian: apt-get install python3-pip)",
                progress));
  }

  /// Fetches the clients of the AWS SDK in [#NODE_PACKAGES].
  ///
  /// @param progress takes the lines that npm prints
  Path addNode(Interpreter interpreter, Consumer<String> progress) {
    List<String> command = new ArrayList<>(List.of(npm(interpreter), "install"));
    command.addAll(List.of("--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix"));
    return fetch(
        nodeFolder(interpreter),
        into -> {
          List<String> whole = new ArrayList<>(command);
          whole.add(into.toString());
          whole.addAll(NODE_PACKAGES);
          run(whole, "npm for Node.js " + interpreter, progress);
        });
  }

  /// Fetches AWS's Java runtime client from Maven's registry or the user's mirror of it.
  Path addJava(Consumer<String> progress) {
    return fetch(
        folder.resolve("java-" + MavenJars.CLIENT_VERSION),
        into -> MavenJars.ofThisUser().fetch(into.resolve("lib"), progress));
  }

  private Path pythonFolder(Interpreter interpreter) {
    return folder.resolve("python3." + interpreter.minor());
  }

  private Path nodeFolder(Interpreter interpreter) {
    return folder.resolve("node" + interpreter.major());
  }

  private static Optional<Path> existing(Path directory) {
    return Optional.of(directory).filter(Files::isDirectory);
  }

  private static String npm(Interpreter interpreter) {
    Path beside = interpreter.executable().resolveSibling("npm");
    return Files.isExecutable(beside) ? beside.toString() : "npm";
  }

  private interface Fetch {
    void into(Path directory) throws IOException;
  }

  /// Fetches beside the place and moves it there when all is complete; a failure leaves what was.
  private Path fetch(Path place, Fetch fetch) {
    Path fresh = folder.resolve(".fetching-" + UUID.randomUUID());
    Path old = folder.resolve(".replaced-" + UUID.randomUUID());
    try {
      Files.createDirectories(fresh);
      fetch.into(fresh);
      if (Files.exists(place)) {
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
      return place;
    } catch (IOException error) {
      throw new RuntimeUnavailable("cannot fetch into " + place + ": " + error.getMessage());
    } finally {
      delete(fresh);
      delete(old);
    }
  }

  private static void run(List<String> command, String who, Consumer<String> progress)
      throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException absent) {
      throw new RuntimeUnavailable(who + " cannot be started: " + absent.getMessage());
    }
    process.getOutputStream().close();
    List<String> lines = new ArrayList<>();
    try (Stream<String> output = process.inputReader().lines()) {
      output.forEach(line -> {
        lines.add(line);
        progress.accept(line);
      });
      int status = process.waitFor();
      if (status != 0) {
        throw new RuntimeUnavailable(
            who
                + " ended with status "
                + status
                + " (expected: 0): "
                + String.join("; ", lines.subList(Math.max(0, lines.size() - 5), lines.size())));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new RuntimeUnavailable(who + " was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException error) {
      System.getLogger(RuntimeLibraries.class.getName())
          .log(System.Logger.Level.WARNING, "cannot remove {0}: {1}", directory, error);
    }
  }
}
