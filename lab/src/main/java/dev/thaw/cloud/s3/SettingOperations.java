package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Service.Handler;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Settings of buckets, and whether they make versions.
final class SettingOperations {

  private static final int MAX_POLICY = 20 << 10;

  private final Buckets buckets;

  SettingOperations(Buckets buckets) {
    this.buckets = buckets;
  }

  Map<String, Handler> handlers() {
    Map<String, Handler> handlers = new HashMap<>();
    for (Setting setting : Setting.values()) {
      handlers.put(setting.put(), call -> put(call, setting));
      handlers.put(setting.get(), call -> get(call, setting));
      if (setting.deletable()) {
        handlers.put(setting.delete(), call -> delete(call, setting));
      }
    }
    handlers.put("PutBucketVersioning", this::putVersioning);
    handlers.put("GetBucketVersioning", this::getVersioning);
    handlers.put("PutBucketAcl", this::putAcl);
    handlers.put("GetBucketAcl", this::getAcl);
    handlers.put("GetBucketPolicyStatus", this::policyStatus);
    return handlers;
  }

  private Answer put(Call call, Setting setting) {
    Object given = call.input().members().get(setting.member());
    if (given == null) {
      throw S3Errors.malformed();
    }
    Object value =
        setting == Setting.NOTIFICATION ? NotificationRule.named(Values.map(given)) : given;
    buckets.update(
        call,
        bucket -> {
          check(setting, value, call.input(), bucket);
          return bucket.with(setting.name(), value);
        });
    return Answer.empty();
  }

  private static void check(Setting setting, Object value, Document input, Bucket bucket) {
    switch (setting) {
      case POLICY -> checkPolicy((String) value);
      case TAGGING -> Tags.of(input.document("Tagging").documents("TagSet"), Tags.OF_BUCKET);
      case NOTIFICATION -> NotificationRule.of(Values.map(value));
      case CORS -> requireRules(value, "CORSRules");
      case LIFECYCLE, ENCRYPTION, OWNERSHIP -> requireRules(value, "Rules");
      case OBJECT_LOCK, REPLICATION -> {
        if (bucket.versioning() != Bucket.Versioning.ENABLED) {
          throw new ApiException(
              409,
              "InvalidBucketState",
              "Versioning must be 'Enabled' on the bucket to apply "
                  + (setting == Setting.OBJECT_LOCK
                      ? "an Object Lock configuration"
                      : "a replication configuration"));
        }
      }
      case PUBLIC_ACCESS, LOGGING, WEBSITE, ACCELERATE, REQUEST_PAYMENT -> {}
    }
  }

  private static void requireRules(Object value, String name) {
    if (!(Values.map(value).get(name) instanceof List<?> rules) || rules.isEmpty()) {
      throw S3Errors.malformed();
    }
  }

  private static void checkPolicy(String policy) {
    byte[] json = policy.getBytes(StandardCharsets.UTF_8);
    if (!policy.startsWith("{") || Json.flaw(json) != null) {
      throw new ApiException(
          400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    }
    if (json.length > MAX_POLICY) {
      throw new ApiException(
          400, "MalformedPolicy", "Policies must be less than " + MAX_POLICY + " bytes");
    }
    if (!Json.readObject(json).containsKey("Statement")) {
      throw new ApiException(400, "MalformedPolicy", "Missing required field Statement");
    }
  }

  private Answer get(Call call, Setting setting) {
    Object value = setting.of(buckets.require(call));
    boolean whole = call.operation().output().payload().isPresent();
    return Answer.of(whole ? Map.of(setting.member(), value) : Values.map(value));
  }

  private Answer policyStatus(Call call) {
    String policy = (String) Setting.POLICY.of(buckets.require(call));
    return Answer.of(Map.of("PolicyStatus", Map.of("IsPublic", PolicyStatus.isPublic(policy))));
  }

  private Answer delete(Call call, Setting setting) {
    buckets.update(call, bucket -> bucket.without(setting.name()));
    return Answer.empty();
  }

  private Answer putVersioning(Call call) {
    Document configuration = call.input().document("VersioningConfiguration");
    if (configuration.optionalText("MFADelete").filter("Enabled"::equals).isPresent()) {
      throw S3Errors.notEmulated("MFADelete");
    }
    String status = configuration.optionalText("Status").orElseThrow(S3Errors::malformed);
    buckets.update(
        call,
        bucket -> {
          boolean locked = bucket.settings().containsKey(Setting.OBJECT_LOCK.name());
          if (locked && !status.equals("Enabled")) {
            throw new ApiException(
                409,
                "InvalidBucketState",
                "An Object Lock configuration is present on this bucket, so the versioning state"
                    + " cannot be changed.");
          }
          return bucket.with(
              status.equals("Enabled") ? Bucket.Versioning.ENABLED : Bucket.Versioning.SUSPENDED);
        });
    return Answer.empty();
  }

  private Answer getVersioning(Call call) {
    return switch (buckets.require(call).versioning()) {
      case NEVER -> Answer.empty();
      case ENABLED -> Answer.of(Map.of("Status", "Enabled"));
      case SUSPENDED -> Answer.of(Map.of("Status", "Suspended"));
    };
  }

  private static final String ACL = "ACL";

  private Answer putAcl(Call call) {
    buckets.update(
        call,
        bucket -> {
          if (Ownership.isNamed(call.input()) || call.input().has("AccessControlPolicy")) {
            Ownership.requireLists(bucket);
          }
          return bucket.with(ACL, Ownership.policy(call.input(), bucket));
        });
    return Answer.empty();
  }

  private Answer getAcl(Call call) {
    Bucket bucket = buckets.require(call);
    Object list = bucket.settings().get(ACL);
    return Answer.of(list == null ? Ownership.canned("private", bucket) : Values.map(list));
  }
}
