package dev.thaw.cloud.cloudformation.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A bucket.
final class S3Bucket implements ResourceType {

  @Override
  public String name() {
    return "AWS::S3::Bucket";
  }

  private static final String SERVICE = "s3";

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  private static String id(Resource resource) {
    return resource.optionalText("BucketName").orElseGet(() -> resource.generatedLowerName(63));
  }

  @Override
  public Made create(Resource resource) {
    String id = id(resource);
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("Bucket", id);
    String region = resource.scope().region();
    if (!region.equals("us-east-1")) {
      input.put("CreateBucketConfiguration", Map.of("LocationConstraint", region));
    }
    resource.optionalText("AccessControl").ifPresent(acl -> input.put("ACL", kebab(acl)));
    resource.call(SERVICE, "CreateBucket", input);
    resource.further(id, () -> settings(resource, id, Map.of()));
    return new Made(id, attributes(resource, id));
  }

  /// `PublicRead` is `public-read` to S3.
  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static void settings(Resource resource, String id, Map<String, Object> before) {
    encryption(resource, id, before);
    setting(
        resource,
        id,
        before,
        "PublicAccessBlockConfiguration",
        "PutPublicAccessBlock",
        "DeletePublicAccessBlock");
    setting(
        resource,
        id,
        before,
        "OwnershipControls",
        "PutBucketOwnershipControls",
        "DeleteBucketOwnershipControls");
    resource
        .object("VersioningConfiguration")
        .ifPresent(wanted ->
            resource.call(
                SERVICE,
                "PutBucketVersioning",
                Map.of("Bucket", id, "VersioningConfiguration", wanted)));
    if (before.containsKey("VersioningConfiguration") && !resource.has("VersioningConfiguration")) {
      resource.call(
          SERVICE,
          "PutBucketVersioning",
          Map.of("Bucket", id, "VersioningConfiguration", Map.of("Status", "Suspended")));
    }
    cors(resource, id, before);
    tags(resource, id, before);
  }

  private static void setting(
      Resource resource,
      String id,
      Map<String, Object> before,
      String property,
      String put,
      String delete) {
    Optional<Map<String, Object>> wanted = resource.object(property);
    if (wanted.isPresent()) {
      resource.call(SERVICE, put, Map.of("Bucket", id, property, wanted.get()));
    } else if (before.containsKey(property)) {
      resource.call(SERVICE, delete, Map.of("Bucket", id));
    }
  }

  private static void encryption(Resource resource, String id, Map<String, Object> before) {
    Optional<Map<String, Object>> wanted = resource.object("BucketEncryption");
    if (wanted.isEmpty()) {
      if (before.containsKey("BucketEncryption")) {
        resource.call(SERVICE, "DeleteBucketEncryption", Map.of("Bucket", id));
      }
      return;
    }
    List<Map<String, Object>> rules = new ArrayList<>();
    if (wanted.get().get("ServerSideEncryptionConfiguration") instanceof List<?> declared) {
      for (Object each : declared) {
        Map<String, Object> rule = new LinkedHashMap<>(Resource.object("BucketEncryption", each));
        Object byDefault = rule.remove("ServerSideEncryptionByDefault");
        if (byDefault != null) {
          rule.put("ApplyServerSideEncryptionByDefault", byDefault);
        }
        rules.add(rule);
      }
    }
    resource.call(
        SERVICE,
        "PutBucketEncryption",
        Map.of("Bucket", id, "ServerSideEncryptionConfiguration", Map.of("Rules", rules)));
  }

  /// The template's names are not those of the operation.
  private static void cors(Resource resource, String id, Map<String, Object> before) {
    Optional<Map<String, Object>> wanted = resource.object("CorsConfiguration");
    if (wanted.isEmpty()) {
      if (before.containsKey("CorsConfiguration")) {
        resource.call(SERVICE, "DeleteBucketCors", Map.of("Bucket", id));
      }
      return;
    }
    List<Map<String, Object>> rules = new ArrayList<>();
    if (wanted.get().get("CorsRules") instanceof List<?> declared) {
      for (Object each : declared) {
        Map<String, Object> rule = Resource.object("CorsRules", each);
        rename(rule, "Id", "ID");
        rename(rule, "MaxAge", "MaxAgeSeconds");
        rename(rule, "ExposedHeaders", "ExposeHeaders");
        rules.add(rule);
      }
    }
    resource.call(
        SERVICE,
        "PutBucketCors",
        Map.of("Bucket", id, "CORSConfiguration", Map.of("CORSRules", rules)));
  }

  private static void rename(Map<String, Object> rule, String from, String to) {
    Object value = rule.remove(from);
    if (value != null) {
      rule.put(to, value);
    }
  }

  private static void tags(Resource resource, String id, Map<String, Object> before) {
    if (!resource.tags().isEmpty()) {
      resource.call(
          SERVICE,
          "PutBucketTagging",
          Map.of("Bucket", id, "Tagging", Map.of("TagSet", resource.tagList())));
    } else if (!resource.goneTags(before).isEmpty()) {
      resource.call(SERVICE, "DeleteBucketTagging", Map.of("Bucket", id));
    }
  }

  private static Map<String, Object> attributes(Resource resource, String id) {
    String region = resource.scope().region();
    return Map.of(
        "Arn", "arn:" + resource.partition() + ":s3:::" + id,
        "DomainName", id + ".s3.amazonaws.com",
        "DualStackDomainName", id + ".s3.dualstack." + region + ".amazonaws.com",
        "RegionalDomainName", id + ".s3." + region + ".amazonaws.com",
        "WebsiteURL", "http://" + id + ".s3-website-" + region + ".amazonaws.com");
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    settings(resource, physicalId, before);
    return attributes(resource, physicalId);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(SERVICE, "DeleteBucket", Map.of("Bucket", physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of(
        "BucketName",
        "AccessControl",
        "BucketEncryption",
        "CorsConfiguration",
        "OwnershipControls",
        "PublicAccessBlockConfiguration",
        "Tags",
        "VersioningConfiguration");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("BucketName", "AccessControl");
  }

  @Override
  public boolean tagged() {
    return true;
  }
}
