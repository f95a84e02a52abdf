package dev.thaw.cloud.protocol;

import java.util.Map;

/// The outermost elements of S3's answers, which the model does not tell.
final class S3Names {

  static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private static final Map<String, String> ROOTS =
      Map.ofEntries(
          Map.entry("CompleteMultipartUpload", "CompleteMultipartUploadResult"),
          Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
          Map.entry("DeleteObjects", "DeleteResult"),
          Map.entry("GetBucketAccelerateConfiguration", "AccelerateConfiguration"),
          Map.entry("GetBucketAcl", "AccessControlPolicy"),
          Map.entry("GetBucketCors", "CORSConfiguration"),
          Map.entry("GetBucketLifecycle", "LifecycleConfiguration"),
          Map.entry("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
          Map.entry("GetBucketLogging", "BucketLoggingStatus"),
          Map.entry("GetBucketNotification", "NotificationConfiguration"),
          Map.entry("GetBucketNotificationConfiguration", "NotificationConfiguration"),
          Map.entry("GetBucketRequestPayment", "RequestPaymentConfiguration"),
          Map.entry("GetBucketTagging", "Tagging"),
          Map.entry("GetBucketVersioning", "VersioningConfiguration"),
          Map.entry("GetBucketWebsite", "WebsiteConfiguration"),
          Map.entry("GetObjectAcl", "AccessControlPolicy"),
          Map.entry("GetObjectAttributes", "GetObjectAttributesResponse"),
          Map.entry("GetObjectTagging", "Tagging"),
          Map.entry("ListBuckets", "ListAllMyBucketsResult"),
          Map.entry("ListDirectoryBuckets", "ListAllMyDirectoryBucketsResult"),
          Map.entry("ListObjects", "ListBucketResult"),
          Map.entry("ListObjectsV2", "ListBucketResult"),
          Map.entry("ListObjectVersions", "ListVersionsResult"));

  private S3Names() {}

  static String root(Operation operation) {
    return ROOTS.getOrDefault(operation.name(), operation.name() + "Result");
  }

  /// The one answer whose outermost element is a member itself: clients expect it so.
  static boolean unwrapped(Operation operation) {
    return operation.name().equals("GetBucketLocation");
  }
}
