package dev.thaw.cloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The types that thaw knows.
public final class ResourceTypes {

  private final Map<String, ResourceType> types = new TreeMap<>();

  public ResourceTypes(List<ResourceType> all) {
    all.forEach(type -> types.put(type.name(), type));
  }

  public static ResourceTypes all() {
    return new ResourceTypes(
        List.of(
            new ApiAccount(),
            ApiPart.authorizer(),
            new ApiDeployment(),
            new ApiGatewayResponse(),
            new ApiMethod(),
            new ApiModel(),
            ApiPart.requestValidator(),
            ApiPart.resource(),
            new ApiRestApi(),
            new ApiStage(),
            new CdkMetadata(),
            new EventsRule(),
            new IamManagedPolicy(),
            new IamPolicy(),
            new IamRole(),
            new LambdaAlias(),
            new LambdaEventInvokeConfig(),
            new LambdaFunction(),
            new LambdaLayerVersion(),
            new LambdaPermission(),
            new LambdaUrl(),
            new LambdaVersion(),
            new LogsLogGroup(),
            new S3Bucket(),
            new S3BucketPolicy(),
            new WaitConditionHandle()));
  }

  public Optional<ResourceType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /// @throws ResourceFailure that names it
  public ResourceType require(String name) {
    return find(name)
        .orElseThrow(() ->
            new ResourceFailure(
                "thaw does not emulate the resource type %s (expected: one of %s)"
                    .formatted(name, String.join(", ", types.keySet()))));
  }
}
