package dev.thaw.cli;

import dev.thaw.measure.Door;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// What is to be deployed of a project, and what its URL is to be asked for.
final class ProjectOptions {

  private static final List<String> NAMES =
      List.of("--stage", "--path", "--method", "--header", "--body");

  /// What a project's own settings decide.
  private static final List<String> SETTLED = List.of("--memory", "--timeout", "--env", "--event");

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description = "Projects: the stage to deploy. Default: the only one, or dev")
  private @Nullable String stage;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Projects: what to ask the URL for, with the query. Default: /")
  private String path = "/";

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "Projects: the method of the request. Default: GET, or POST with --body")
  private @Nullable String method;

  @Option(
      names = "--header",
      paramLabel = "NAME:VALUE",
      description = "Projects: a header of the request; may be repeated.")
  private List<String> headers = new ArrayList<>();

  @Option(names = "--body", paramLabel = "FILE", description = "Projects: the body of the request.")
  private @Nullable Path body;

  /// The stage to deploy, if what was given makes sense: deploying takes minutes.
  ///
  /// @throws Failure that says what does not
  String checkedStage(Project project) throws IOException {
    door("http://127.0.0.1/", Options.usual(), OptionalInt.empty());
    return project.stage(Optional.ofNullable(stage));
  }

  /// @param root the URL of the application's root
  /// @param port where to connect to; empty for the URL's own
  Door.Url door(String root, Options options, OptionalInt port) throws IOException {
    if (!path.matches("/[!-~]*")) {
      throw new Failure(
          "--path " + path + " (expected: / and more, percent-encoded, without spaces)", 2);
    }
    return Door.Url.of(root.replaceFirst("/+$", "") + path, ask(), options, port);
  }

  private Door.Ask ask() throws IOException {
    Headers all = Headers.of("User-Agent", "thaw", "Accept", "*/*");
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new Failure("--header " + header + " (expected: NAME:VALUE)", 2);
      }
      String name = header.substring(0, colon);
      all = without(all, name).with(name, header.substring(colon + 1).strip());
    }
    if (body != null && !Files.isReadable(body)) {
      throw new Failure("--body " + body + ": cannot be read", 2);
    }
    byte[] content = body == null ? new byte[0] : Files.readAllBytes(body);
    String verb = method == null ? (body == null ? "GET" : "POST") : method;
    return new Door.Ask(verb.toUpperCase(Locale.ROOT), all, content);
  }

  /// @throws Failure if an option was given that says nothing about this target
  static void check(ParseResult given, boolean project) {
    for (String name : project ? SETTLED : NAMES) {
      if (given.hasMatchedOption(name)) {
        throw new Failure(
            name
                + (project
                    ? ": is set by the project itself (expected: its settings, or --handler to"
                        + " measure the directory as a function)"
                    : ": is for projects (expected: a directory with " + Project.MARKS + ")"),
            2);
      }
    }
  }

  private static Headers without(Headers headers, String name) {
    return new Headers(
        headers.fields().stream().filter(field -> !field.name().equalsIgnoreCase(name)).toList());
  }
}
