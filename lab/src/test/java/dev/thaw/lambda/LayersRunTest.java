package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.FunctionSpec.CodeArtifact;
import dev.thaw.lambda.sandbox.Sandboxes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A real function finds what its layers bring where it does on AWS.
@Timeout(60)
class LayersRunTest {

  private static final String CODE =
      """
      import os, shared, plain, sys
      def handler(event, context):
          opt = os.path.dirname(os.path.dirname(plain.__file__))
          site = [p for p in sys.path if p.endswith('site-packages') and p.startswith(opt)]
          return {'shared': shared.VALUE, 'plain': plain.VALUE, 'site': len(site),
                  'before': sys.path.index(site[0]) < sys.path.index(opt + '/python'),
                  'bin': opt + '/bin' in os.environ['PATH'].split(':'),
                  'lib': opt + '/lib' in os.environ['LD_LIBRARY_PATH'].split(':'),
                  'data': open(opt + '/data.txt').read()}
      """;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  @Test
  void layersAreFoundWhereAwsPutsThem() {
    try (Lab lab = new Lab(directory, Sandboxes.Choice.PROCESS)) {
      FunctionSpec function =
          with(
              lab.python("layered", CODE),
              lab.zip(
                  Map.of(
                      "python/shared.py", "VALUE = 'first'",
                      "python/plain.py", "VALUE = 'plain'",
                      "data.txt", "first")),
              lab.zip(Map.of("python/shared.py", "VALUE = 'second'", "data.txt", "second")));

      JsonNode answer = lab.invoke(function, "{}").json();

      assertThat(answer.get("shared").asString()).as(answer.toString()).isEqualTo("second");
      assertThat(answer.get("plain").asString()).isEqualTo("plain");
      assertThat(answer.get("data").asString()).isEqualTo("second");
      assertThat(answer.get("site").asInt()).isEqualTo(1);
      assertThat(answer.get("before").asBoolean()).isTrue();
      assertThat(answer.get("bin").asBoolean()).isTrue();
      assertThat(answer.get("lib").asBoolean()).isTrue();
    }
  }

  private static FunctionSpec with(FunctionSpec function, CodeArtifact... layers) {
    return new FunctionSpec(
        function.arn(),
        function.version(),
        function.revision(),
        function.runtime(),
        function.handler(),
        function.code(),
        List.of(layers),
        function.memoryMb(),
        function.timeout(),
        function.tmpMb(),
        function.environment(),
        function.role(),
        function.logging(),
        function.tracingActive());
  }
}
