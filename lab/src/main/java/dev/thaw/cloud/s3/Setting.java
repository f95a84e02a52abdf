package dev.thaw.cloud.s3;

import java.util.List;
import java.util.Map;

/// A setting of a bucket that is kept and given back as it is.
enum Setting {
  CORS(
      "BucketCors",
      "CORSConfiguration",
      "NoSuchCORSConfiguration",
      "The CORS configuration does not exist"),
  LIFECYCLE(
      "BucketLifecycleConfiguration",
      "LifecycleConfiguration",
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist"),
  POLICY("BucketPolicy", "Policy", "NoSuchBucketPolicy", "The bucket policy does not exist"),
  TAGGING("BucketTagging", "Tagging", "NoSuchTagSet", "The TagSet does not exist"),
  ENCRYPTION("BucketEncryption", "ServerSideEncryptionConfiguration"),
  NOTIFICATION("BucketNotificationConfiguration", "NotificationConfiguration"),
  PUBLIC_ACCESS(
      "PublicAccessBlock",
      "PublicAccessBlockConfiguration",
      "NoSuchPublicAccessBlockConfiguration",
      "The public access block configuration was not found"),
  OWNERSHIP(
      "BucketOwnershipControls",
      "OwnershipControls",
      "OwnershipControlsNotFoundError",
      "The bucket ownership controls were not found"),
  LOGGING("BucketLogging", "BucketLoggingStatus"),
  WEBSITE(
      "BucketWebsite",
      "WebsiteConfiguration",
      "NoSuchWebsiteConfiguration",
      "The specified bucket does not have a website configuration"),
  ACCELERATE("BucketAccelerateConfiguration", "AccelerateConfiguration"),
  REQUEST_PAYMENT("BucketRequestPayment", "RequestPaymentConfiguration"),
  OBJECT_LOCK(
      "ObjectLockConfiguration",
      "ObjectLockConfiguration",
      "ObjectLockConfigurationNotFoundError",
      "Object Lock configuration does not exist for this bucket"),
  REPLICATION(
      "BucketReplication",
      "ReplicationConfiguration",
      "ReplicationConfigurationNotFoundError",
      "The replication configuration was not found");

  private final String operation;
  private final String member;
  private final String missing;
  private final String message;

  /// @param operation without `Put`, `Get` or `Delete`
  /// @param member of the input that carries it
  Setting(String operation, String member) {
    this(operation, member, "", "");
  }

  /// @param missing code of the error that tells that nothing is set
  Setting(String operation, String member, String missing, String message) {
    this.operation = operation;
    this.member = member;
    this.missing = missing;
    this.message = message;
  }

  String put() {
    return "Put" + operation;
  }

  String get() {
    return "Get" + operation;
  }

  /// Some can only be put.
  boolean deletable() {
    return switch (this) {
      case CORS,
          LIFECYCLE,
          POLICY,
          TAGGING,
          ENCRYPTION,
          PUBLIC_ACCESS,
          OWNERSHIP,
          WEBSITE,
          REPLICATION ->
          true;
      case NOTIFICATION, LOGGING, ACCELERATE, REQUEST_PAYMENT, OBJECT_LOCK -> false;
    };
  }

  String delete() {
    return this == LIFECYCLE ? "DeleteBucketLifecycle" : "Delete" + operation;
  }

  String member() {
    return member;
  }

  /// @throws dev.thaw.cloud.protocol.ApiException if nothing is set and AWS says so
  Object of(Bucket bucket) {
    Object value = bucket.settings().get(name());
    if (value != null) {
      return value;
    }
    if (!missing.isEmpty()) {
      throw S3Errors.of(404, missing, message, Map.of("BucketName", bucket.name()));
    }
    return usual();
  }

  /// What holds where nothing is set.
  private Map<String, Object> usual() {
    return switch (this) {
      case ENCRYPTION -> {
        Map<String, Object> rule =
            Map.of(
                "ApplyServerSideEncryptionByDefault",
                Map.of("SSEAlgorithm", "AES256"),
                "BucketKeyEnabled",
                false);
        yield Map.of("Rules", List.of(rule));
      }
      case REQUEST_PAYMENT -> Map.of("Payer", "BucketOwner");
      case CORS,
          LIFECYCLE,
          POLICY,
          TAGGING,
          NOTIFICATION,
          PUBLIC_ACCESS,
          OWNERSHIP,
          LOGGING,
          WEBSITE,
          ACCELERATE,
          OBJECT_LOCK,
          REPLICATION ->
          Map.of();
    };
  }

  /// What a new object says of its encryption.
  static Map<String, Object> defaultEncryption(Bucket bucket) {
    if (ENCRYPTION.of(bucket) instanceof Map<?, ?> configuration
        && configuration.get("Rules") instanceof List<?> rules
        && !rules.isEmpty()
        && rules.getFirst() instanceof Map<?, ?> rule
        && rule.get("ApplyServerSideEncryptionByDefault") instanceof Map<?, ?> usual
        && usual.get("SSEAlgorithm") instanceof String algorithm) {
      return usual.get("KMSMasterKeyID") instanceof String key
          ? Map.of("ServerSideEncryption", algorithm, "SSEKMSKeyId", key)
          : Map.of("ServerSideEncryption", algorithm);
    }
    return Map.of();
  }
}
