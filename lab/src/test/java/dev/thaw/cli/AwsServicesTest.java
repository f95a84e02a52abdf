package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.thaw.cloud.cloudwatch.CloudWatchService;
import dev.thaw.cloud.logs.LogsService;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsServicesTest {

  @Test
  void handleNothingThatAwsDoesNotKnow(@TempDir Path folder) throws IOException {
    Models models = Models.bundled();
    Clock clock = Clock.system();
    try (Store store = Store.open(folder.resolve("state"));
        LogsService logs = new LogsService(models, store, folder.resolve("logs"), clock);
        CloudWatchService metrics = new CloudWatchService(models, store, clock);
        AwsServices aws =
            new AwsServices(
                models,
                store,
                new Contents(folder.resolve("packages")),
                folder.resolve("objects"),
                logs,
                metrics,
                new FakeInvoker(),
                clock,
                new Timelines(10),
                false)) {
      assertThat(aws.list()).hasSizeGreaterThan(8);
      assertThat(aws.list())
          .allSatisfy(service ->
              assertThatCode(service::requireKnownOperations)
                  .as(service.name())
                  .doesNotThrowAnyException());
    }
  }
}
