package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.gateway.rest.RestApis;
import dev.thaw.timeline.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// API Gateway's REST APIs as thaw offers them; what its parts offer is the list of operations.
public final class ApiGatewayService {

  /// AWS takes definitions of APIs up to 6 MB.
  private static final long MAX_BODY = 6 * 1024 * 1024;

  private static final long NANOS = 1_000_000_000;

  private final Service service;
  private final RestApis deployed;

  public ApiGatewayService(Models models, Store store, Clock clock) {
    ApiStore apis = new ApiStore(store);
    KeyStore keys = new KeyStore(store);
    LongSupplier now = () -> clock.now() / NANOS;
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(new RestApiOperations(apis, now).handlers());
    handlers.putAll(new ImportOperations(apis, now).handlers());
    handlers.putAll(new ExportOperations(apis).handlers());
    handlers.putAll(new ResourceOperations(apis).handlers());
    handlers.putAll(new MethodOperations(apis).handlers());
    handlers.putAll(new IntegrationOperations(apis).handlers());
    handlers.putAll(new DeploymentOperations(apis, now).handlers());
    handlers.putAll(new StageOperations(apis, now).handlers());
    handlers.putAll(new AuthorizerOperations(apis).handlers());
    handlers.putAll(new GatewayResponseOperations(apis).handlers());
    handlers.putAll(new ModelOperations(apis).handlers());
    handlers.putAll(new ValidatorOperations(apis).handlers());
    handlers.putAll(new KeyOperations(keys, apis, now).handlers());
    handlers.putAll(new TagOperations(apis, keys).handlers());
    service =
        new Service(
            models,
            "apigateway",
            handlers,
            BodyLimit.ofAll(MAX_BODY, "RequestEntityTooLargeException"));
    deployed = new DeployedApis(apis, keys);
  }

  public Service service() {
    return service;
  }

  /// For the door of REST APIs.
  public RestApis restApis() {
    return deployed;
  }
}
