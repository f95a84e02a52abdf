package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The policy of a bucket.
final class S3BucketPolicy implements ResourceType {

  @Override
  public String name() {
    return "AWS::S3::BucketPolicy";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    put(resource);
    return new Made(resource.text("Bucket"), Map.of());
  }

  private static void put(Resource resource) {
    resource.call(
        "s3",
        "PutBucketPolicy",
        Map.of(
            "Bucket",
            resource.text("Bucket"),
            "Policy",
            resource.properties().getOrDefault("PolicyDocument", Map.of())));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    put(resource);
    return Map.of();
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("s3", "DeleteBucketPolicy", Map.of("Bucket", physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of("Bucket", "PolicyDocument");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("Bucket");
  }
}
