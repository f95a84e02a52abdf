package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import java.util.List;
import java.util.Map;

/// A setting of a bucket that is kept and given back as it is.
enum Setting {
  CORS(
      "BucketCors",
      "CORSConfiguration",
      new Missing("NoSuchCORSConfiguration", "The CORS configuration does not exist")),
  LIFECYCLE(
      "BucketLifecycleConfiguration",
      "LifecycleConfiguration",
      new Missing("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")),
  POLICY(
      "BucketPolicy",
      "Policy",
      new Missing("NoSuchBucketPolicy", "The bucket policy does not exist")),
  TAGGING("BucketTagging", "Tagging", new Missing("NoSuchTagSet", "The TagSet does not exist")),
  ENCRYPTION(
      "BucketEncryption",
      "ServerSideEncryptionConfiguration",
      Map.of(
          "Rules",
          List.of(
              Map.of(
                  "ApplyServerSideEncryptionByDefault",
                  Map.of("SSEAlgorithm", "AES256"),
                  "BucketKeyEnabled",
                  false)))),
  NOTIFICATION("BucketNotificationConfiguration", "NotificationConfiguration", Map.of()),
  PUBLIC_ACCESS(
      "PublicAccessBlock",
      "PublicAccessBlockConfiguration",
      new Missing(
          "NoSuchPublicAccessBlockConfiguration",
          "The public access block configuration was not found")),
  OWNERSHIP(
      "BucketOwnershipControls",
      "OwnershipControls",
      new Missing(
          "OwnershipControlsNotFoundError", "The bucket ownership controls were not found")),
  LOGGING("BucketLogging", "BucketLoggingStatus", Map.of()),
  WEBSITE(
      "BucketWebsite",
      "WebsiteConfiguration",
      new Missing(
          "NoSuchWebsiteConfiguration",
          "The specified bucket does not have a website configuration")),
  ACCELERATE("BucketAccelerateConfiguration", "AccelerateConfiguration", Map.of()),
  REQUEST_PAYMENT(
      "BucketRequestPayment", "RequestPaymentConfiguration", Map.of("Payer", "BucketOwner")),
  OBJECT_LOCK(
      "ObjectLockConfiguration",
      "ObjectLockConfiguration",
      new Missing(
          "ObjectLockConfigurationNotFoundError",
          "Object Lock configuration does not exist for this bucket")),
  REPLICATION(
      "BucketReplication",
      "ReplicationConfiguration",
      new Missing(
          "ReplicationConfigurationNotFoundError", "The replication configuration was not found"));

  private final String operation;
  private final String member;
  private final Object absent;

  /// What AWS says where nothing is set.
  private record Missing(String code, String message) {}

  /// @param operation without `Put`, `Get` or `Delete`
  /// @param member of the input that carries it
  /// @param absent the answer where nothing is set, or a [Missing]
  Setting(String operation, String member, Object absent) {
    this.operation = operation;
    this.member = member;
    this.absent = absent;
  }

  String put() {
    return "Put" + operation;
  }

  String get() {
    return switch (this) {
      case OBJECT_LOCK -> "GetObjectLockConfiguration";
      default -> "Get" + operation;
    };
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

  /// @throws ApiException if nothing is set and AWS says so
  Object of(Bucket bucket) {
    Object value = bucket.settings().get(name());
    if (value != null) {
      return value;
    }
    if (absent instanceof Missing(String code, String message)) {
      throw S3Errors.of(404, code, message, Map.of("BucketName", bucket.name()));
    }
    return absent;
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
