package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What isolation by namespaces hides and limits.
abstract class NamespaceLifecycleContract extends LifecycleContract {

  @Test
  void aFunctionSeesAwssPathsAndNothingOfTheHost() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "hidden");
    FunctionSpec function =
        lab.python(
            "looks",
            """
            import os
            def handler(event, context):
                def writable(path):
                    try:
                        open(os.path.join(path, 'x'), 'w').close()
                        return True
                    except OSError:
                        return False
                return {
                    'cwd': os.getcwd(), 'root': sorted(os.listdir('/')), 'task': sorted(os.listdir('/var/task')),
                    'secret': os.path.exists(event['secret']), 'uid': os.getuid(),
                    'writable': [p for p in ('/', '/var/task', '/opt', '/var/runtime', '/usr', '/etc', '/tmp') if writable(p)],
                    'pids': sorted(int(p) for p in os.listdir('/proc') if p.isdigit()),
                    'host': os.uname().nodename, 'home': os.path.exists('/home') and os.listdir('/home'),
                }
            """);

    Lab.Answer answer = lab.invoke(function, "{\"secret\":\"" + secret + "\"}");

    assertThat(answer.error()).as(answer.payload()).isEmpty();
    assertThat(answer.json().path("cwd").asString()).isEqualTo("/var/task");
    assertThat(answer.json().path("task").toString()).isEqualTo("[\"app.py\"]");
    assertThat(answer.json().path("secret").asBoolean()).isFalse();
    assertThat(answer.json().path("uid").asInt()).isEqualTo(993);
    assertThat(answer.json().path("writable").toString()).isEqualTo("[\"/tmp\"]");
    assertThat(answer.json().path("pids").size()).isLessThan(6);
    assertThat(answer.json().path("host").asString()).startsWith("169-254-");
    assertThat(answer.json().path("home").toString()).isEqualTo("[]");
  }

  @Test
  void tmpIsEmptyAtAColdStartAndFullAtItsLimit() {
    assumeTrue(
        lab.sandboxes.capabilities().tmp().enforced(), lab.sandboxes.capabilities().tmp().why());
    FunctionSpec function =
        lab.python(
            "fills",
            """
            import os, errno
            def handler(event, context):
                before = os.listdir('/tmp')
                try:
                    with open('/tmp/big', 'wb') as f:
                        for i in range(600):
                            f.write(b'x' * 1048576)
                    return 'no limit'
                except OSError as e:
                    os.unlink('/tmp/big')
                    return [before, errno.errorcode[e.errno]]
            """);

    assertThat(lab.invoke(function, "{}").payload()).isEqualTo("[[], \"ENOSPC\"]");
  }

  @Test
  void memoryOverItsSizeIsRealOutOfMemory() {
    assumeTrue(
        lab.sandboxes.capabilities().memory().enforced(),
        lab.sandboxes.capabilities().memory().why());
    FunctionSpec function =
        lab.python(
            "hog",
            "def handler(e, c):\n    if e: b = bytearray(400 * 1024 * 1024)\n    return 'alive'\n");

    Lab.Answer killed = lab.invoke(function, "{\"hog\":1}");

    assertThat(killed.json().path("errorType").asString()).isEqualTo("Runtime.OutOfMemory");
    assertThat(killed.json().path("errorMessage").asString())
        .isEqualTo(
            "RequestId: "
                + killed.timeline().id()
                + " Error: Runtime exited with error: signal: killed");
    assertThat(killed.tail()).contains("Status: error\tError Type: Runtime.OutOfMemory");
    assertThat(lab.invoke(function, "{}").payload()).isEqualTo("\"alive\"");
  }

  @Test
  void aForkBombMeetsTheLimitOfProcesses() {
    assumeTrue(
        lab.sandboxes.capabilities().processes().enforced(),
        lab.sandboxes.capabilities().processes().why());
    FunctionSpec function =
        lab.function(
            "bomb",
            "app.handler",
            1024,
            Duration.ofSeconds(3),
            512,
            Map.of(
                "app.py",
                "import os\ndef handler(e, c):\n    while True:\n        try:\n            os.fork()\n        except OSError:\n            pass\n"));

    assertThat(lab.invoke(function, "{}").json().path("errorType").asString())
        .isIn("Sandbox.Timedout", "Runtime.OutOfMemory");
    FunctionSpec healthy = lab.python("after", "def handler(e, c):\n    return 'fine'\n");
    assertThat(lab.invoke(healthy, "{}").payload()).isEqualTo("\"fine\"");
  }

  @Test
  void oneEnvironmentCannotSpeakForAnother() {
    FunctionSpec victim =
        lab.python(
            "victim",
            "import os\ndef handler(e, c):\n    return os.environ['AWS_LAMBDA_RUNTIME_API']\n");
    String address = lab.invoke(victim, "{}").json().asString();
    FunctionSpec attacker =
        lab.python(
            "attacker",
            """
            import http.client
            def handler(event, context):
                connection = http.client.HTTPConnection(event, timeout=5)
                try:
                    connection.request('GET', '/2018-06-01/runtime/invocation/next')
                    return connection.getresponse().status
                except Exception as e:
                    return type(e).__name__
            """);

    Lab.Answer answer = lab.invoke(attacker, "\"" + address + "\"");

    assertThat(answer.payload())
        .isIn("\"RemoteDisconnected\"", "\"ConnectionResetError\"", "\"BrokenPipeError\"");
    assertThat(List.of(lab.invoke(victim, "{}").json().asString())).containsExactly(address);
  }
}
