package dev.thaw.cli;

import dev.thaw.lambda.runtime.RuntimeUnavailable;
import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.lambda.sandbox.SandboxException;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.measure.ApiException;
import dev.thaw.measure.Arm;
import dev.thaw.measure.ColdWarm;
import dev.thaw.measure.ColdWarmPlan;
import dev.thaw.measure.Deployment;
import dev.thaw.measure.Door;
import dev.thaw.measure.LambdaApi;
import dev.thaw.measure.MeasureException;
import dev.thaw.measure.NewFunction;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PackageSize;
import dev.thaw.packaging.DeploymentPackage;
import dev.thaw.packaging.Packager;
import dev.thaw.packaging.PackagingException;
import dev.thaw.report.FailIf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Cold starts, phase by phase, against warm calls.
@Command(
    name = "measure",
    description = "Measure a function's cold starts, phase by phase, and its warm calls.",
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {

  private static final String ROLE = "arn:aws:iam::000000000000:role/thaw-measure";

  @Spec private CommandSpec spec;
  @Mixin private MeasureOutput output = new MeasureOutput();
  @Mixin private ProjectOptions projects = new ProjectOptions();

  @Parameters(
      paramLabel = "TARGET",
      description =
          "A directory, a zip, or the name of a function on a running thaw. A directory with "
              + Project.MARKS
              + " is deployed with the project's own tool and called through its URL.")
  private String target = "";

  @Option(
      names = "--handler",
      paramLabel = "NAME",
      description = "For example app.handler; guessed if left out.")
  private @Nullable String handler;

  @Option(
      names = "--cold",
      paramLabel = "N",
      description = "Cold starts for each memory size. Default: ${DEFAULT-VALUE}")
  private int cold = 30;

  @Option(
      names = "--warm",
      paramLabel = "N",
      description = "Warm calls for each memory size. Default: ${DEFAULT-VALUE}")
  private int warm = 500;

  @Option(
      names = "--memory",
      split = ",",
      paramLabel = "MB",
      description = "Memory sizes to compare, for example 128,512,1769. Default: 128")
  private List<Integer> memory = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The function's timeout. Default: ${DEFAULT-VALUE}")
  private int timeout = 30;

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "A variable for the function; may be repeated.")
  private Map<String, String> environment = new HashMap<>();

  @Option(
      names = "--event",
      paramLabel = "FILE",
      description = "The event, JSON. Default: event.json of the directory, or {}")
  private @Nullable Path event;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Warm calls at the same time. Default: ${DEFAULT-VALUE}")
  private int concurrency = 1;

  @Option(
      names = "--isolation",
      paramLabel = "KIND",
      description = "auto, unshare, bubblewrap or process. Default: auto")
  private Sandboxes.Choice isolation = Sandboxes.Choice.AUTO;

  @Option(
      names = "--runtime",
      paramLabel = "NAME[=PATH]",
      description = "The runtime, for example python3.13, and the interpreter to use for it.")
  private @Nullable String runtime;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the running thaw is, for a function's name. Default: ${DEFAULT-VALUE}")
  private int port = 4566;

  @Option(names = "--seed", paramLabel = "N", description = "Of the random order, to repeat a run.")
  private @Nullable Long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder; by default in the user's data home.")
  private Path data = DataFolder.standard();

  @Override
  public Integer call() throws Exception {
    Path path = Path.of(target);
    try {
      List<FailIf> conditions = output.conditions();
      MeasureResult result =
          Files.exists(path) || target.contains("/") || target.endsWith(".zip")
              ? local(path)
              : onRunningThaw();
      output.show(result, spec.commandLine().getOut());
      return output.judge(conditions, result, spec.commandLine().getErr());
    } catch (PackagingException
        | MeasureException
        | ApiException
        | RuntimeUnavailable
        | SandboxException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), 2);
    }
  }

  private MeasureResult local(Path path) throws IOException, InterruptedException {
    // a handler asks for the function alone
    Optional<Project> project = handler == null ? Project.in(path) : Optional.empty();
    ProjectOptions.check(spec.commandLine().getParseResult(), project.isPresent());
    if (project.isPresent() && runtime != null && !runtime.contains("=")) {
      throw new Failure(
          "--runtime " + runtime + ": is set by the project itself (expected: NAME=PATH)", 2);
    }
    String stage = project.isPresent() ? projects.checkedStage(project.get()) : "";
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    Path scratch = Files.createTempDirectory("thaw-measure");
    Map<String, Path> interpreters = interpreters(runtime == null ? "" : runtime);
    progress.say("starting");
    try (Laboratory laboratory =
        new Laboratory(
            new Laboratory.Settings(data, scratch, 0, isolation, false, interpreters),
            progress::say)) {
      laboratory.start();
      return project.isPresent()
          ? new ProjectMeasurement(laboratory, scratch, progress, projects)
              .run(
                  project.get(),
                  stage,
                  path,
                  (api, arm, door) -> run(api, List.of(arm), door, progress))
          : function(laboratory, path, scratch, progress);
    } finally {
      progress.clear();
      Directories.delete(scratch);
    }
  }

  private MeasureResult function(
      Laboratory laboratory, Path path, Path scratch, ProgressLine progress)
      throws IOException, InterruptedException {
    String given = runtime == null ? "" : runtime;
    String name = given.contains("=") ? given.substring(0, given.indexOf('=')) : given;
    Packager packager =
        new Packager(
            data.resolve("cache"),
            family -> laboratory.runtimes().executable(runtimeName(laboratory, name, family)),
            progress::say);
    DeploymentPackage made = packager.make(path, Optional.ofNullable(handler), scratch);
    NewFunction function =
        new NewFunction(
            "measured",
            runtimeName(laboratory, name, made.family()),
            ROLE,
            made.handler(),
            Files.readAllBytes(made.zip()),
            128,
            timeout,
            environment);
    PackageSize size =
        new PackageSize(
            made.bytes(),
            OptionalLong.of(made.unzippedBytes()),
            made.dependencies().stream()
                .map(d -> new PackageSize.Dependency(d.name(), d.bytes()))
                .toList());
    List<Integer> sizes = memory.isEmpty() ? List.of(128) : memory;
    try (LambdaApi api = Laboratories.lambda(laboratory.port());
        Deployment deployment = Deployment.create(api, function, sizes, size)) {
      return run(api, deployment.arms(), new Door.Invoke(event(path)), progress);
    }
  }

  private MeasureResult onRunningThaw() throws IOException, InterruptedException {
    ProjectOptions.check(spec.commandLine().getParseResult(), false);
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    try (LambdaApi api = Laboratories.lambda(port)) {
      return run(
          api,
          List.of(Deployment.existing(api, target)),
          new Door.Invoke(event(Path.of("."))),
          progress);
    } finally {
      progress.clear();
    }
  }

  private MeasureResult run(LambdaApi api, List<Arm> arms, Door door, ProgressLine progress)
      throws IOException, InterruptedException {
    ColdWarmPlan plan =
        new ColdWarmPlan(
            Version.NUMBER,
            target,
            arms,
            cold,
            warm,
            Math.min(50, warm),
            concurrency,
            door,
            seed == null ? RandomGenerator.getDefault().nextLong(1, 1_000_000) : seed);
    return new ColdWarm(api, progress::step).run(plan);
  }

  private byte[] event(Path source) throws IOException {
    if (event != null) {
      if (!Files.isReadable(event)) {
        throw new Failure("--event " + event + ": cannot be read", 2);
      }
      return Files.readAllBytes(event);
    }
    Path own = source.resolve("event.json");
    return Files.isDirectory(source) && Files.isRegularFile(own)
        ? Files.readAllBytes(own)
        : "{}".getBytes(StandardCharsets.UTF_8);
  }

  private static String runtimeName(Laboratory laboratory, String given, String family) {
    if (!given.isEmpty()) {
      return given;
    }
    return laboratory
        .runtimes()
        .preferred(family)
        .orElseThrow(() ->
            new Failure(
                "no " + family + " interpreter is installed; name one with --runtime NAME=PATH"));
  }

  private static Map<String, Path> interpreters(String given) {
    int equals = given.indexOf('=');
    return equals < 0
        ? Map.of()
        : Map.of(given.substring(0, equals), Path.of(given.substring(equals + 1)));
  }
}
