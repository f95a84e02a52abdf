package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.FunctionSpec.CodeArtifact;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages are text files here, one entry a line: `path=content` or `path->target`.
class CodeStoreTest {

  @TempDir Path folder;
  private final List<CodeArtifact> packages = new ArrayList<>();

  @Test
  void laterLayersWin() throws IOException {
    Path opt = opt(List.of("a=1", "b=1", "lib/x=1"), List.of("b=2", "lib/y=2"));

    assertThat(opt.resolve("a")).hasContent("1");
    assertThat(opt.resolve("b")).hasContent("2");
    assertThat(opt.resolve("lib/x")).hasContent("1");
    assertThat(opt.resolve("lib/y")).hasContent("2");
    assertThat(opt.resolveSibling("layers")).doesNotExist();
  }

  @Test
  void aFileReplacesADirectoryAndADirectoryAFile() throws IOException {
    Path opt = opt(List.of("a/b=1", "c=1"), List.of("a=2", "c/d=2"));

    assertThat(opt.resolve("a")).hasContent("2");
    assertThat(opt.resolve("c/d")).hasContent("2");
  }

  @Test
  void aLayerNeverWritesThroughALinkOfAnEarlierOne() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("file"), "kept");

    Path opt =
        opt(
            List.of("dir->" + outside, "file->" + outside.resolve("file"), "kept=1", "in->kept"),
            List.of("dir/file=2", "dir/new=2", "file=2", "in=2"));

    assertThat(outside.resolve("file")).hasContent("kept");
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(Files.isDirectory(opt.resolve("dir"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Files.isRegularFile(opt.resolve("file"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(opt.resolve("kept")).hasContent("1");
    assertThat(opt.resolve("in")).hasContent("2");
  }

  @Test
  void aLinkReplacesAnythingWithoutTouchingWhatIsBehindIt() throws IOException {
    Path opt = opt(List.of("a/x=1", "b=1", "c->b"), List.of("a->b", "c->a", "b=2"));

    assertThat(Files.readSymbolicLink(opt.resolve("a"))).isEqualTo(Path.of("b"));
    assertThat(Files.readSymbolicLink(opt.resolve("c"))).isEqualTo(Path.of("a"));
    assertThat(opt.resolve("b")).hasContent("2");
  }

  @Test
  void theSameLayerTwiceIsNoMatter() throws IOException {
    CodeArtifact layer = artifact(List.of("a=1"));

    Path opt = prepare(List.of(layer, layer));

    assertThat(opt.resolve("a")).hasContent("1");
  }

  @SafeVarargs
  private Path opt(List<String>... layers) throws IOException {
    List<CodeArtifact> artifacts = new ArrayList<>();
    for (List<String> layer : layers) {
      artifacts.add(artifact(layer));
    }
    return prepare(artifacts);
  }

  private Path prepare(List<CodeArtifact> layers) throws IOException {
    CodeStore store =
        new CodeStore(folder.resolve("code"), CodeStore.Sharing.MACHINE, CodeStoreTest::unpack);
    FunctionSpec function =
        new FunctionSpec(
            "arn:aws:lambda:us-east-1:000000000000:function:f",
            "$LATEST",
            "1",
            "python3.13",
            "app.handler",
            artifact(List.of("app.py=x")),
            layers,
            128,
            Duration.ofSeconds(3),
            512,
            Map.of(),
            "role",
            new FunctionSpec.Logging(false, "INFO", "INFO", "group"),
            false);
    Timeline timeline = new Timeline(Kind.REQUEST, "r", Clock.system());
    CodeStore.Code code = store.prepare(function, "e", timeline);
    assertThat(code.task().resolve("app.py")).hasContent("x");
    return code.opt().orElseThrow();
  }

  private CodeArtifact artifact(List<String> lines) throws IOException {
    String name = "%064x".formatted(packages.size());
    Path zip = Files.write(folder.resolve(name), lines);
    CodeArtifact artifact = new CodeArtifact(zip, name, Files.size(zip));
    packages.add(artifact);
    return artifact;
  }

  private static void unpack(Path zip, Path into) throws IOException {
    for (String line : Files.readAllLines(zip)) {
      int link = line.indexOf("->");
      int file = line.indexOf('=');
      Path path = into.resolve(line.substring(0, link < 0 ? file : link));
      Files.createDirectories(path.getParent());
      if (link < 0) {
        Files.writeString(path, line.substring(file + 1));
      } else {
        Files.createSymbolicLink(path, Path.of(line.substring(link + 2)));
      }
    }
  }
}
