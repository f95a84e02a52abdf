package dev.thaw.cli;

import dev.thaw.cloud.cloudwatch.ApiGatewayMetrics;
import dev.thaw.cloud.cloudwatch.ApiGatewayMetrics.Answered;
import dev.thaw.cloud.cloudwatch.ApiGatewayMetrics.Kind;
import dev.thaw.cloud.cloudwatch.MetricSink;
import dev.thaw.gateway.rest.AnswerListener;
import dev.thaw.gateway.rest.RestApi;
import dev.thaw.gateway.rest.Stage;
import dev.thaw.timeline.Phase;
import dev.thaw.timeline.Snapshot;
import java.util.OptionalDouble;

/// Folds what was recorded of a request into API Gateway's metrics.
final class RestMetrics implements AnswerListener {

  private final ApiGatewayMetrics metrics;

  RestMetrics(MetricSink sink) {
    metrics = new ApiGatewayMetrics(sink);
  }

  @Override
  public void answered(Stage stage, Snapshot request, int status) {
    RestApi api = stage.api();
    long sent = request.phase("send").map(Phase::start).orElse(request.taken());
    OptionalDouble integration =
        request
            .phase("integrate")
            .map(phase -> OptionalDouble.of(phase.duration(request.taken()) / 1e6))
            .orElseGet(OptionalDouble::empty);
    metrics.answered(
        new Answered(
            api.account(),
            api.region(),
            Kind.REST,
            api.name(),
            stage.name(),
            request.started() / 1_000_000,
            status,
            (sent - request.started()) / 1e6,
            integration));
  }
}
