package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a writer says about an object and a reader is told again.
///
/// @param values by the members of the model
/// @param metadata of the user, by lower-case name
record Properties(Map<String, Object> values, Map<String, String> metadata) {

  private static final List<String> HEADERS =
      List.of(
          "CacheControl",
          "ContentDisposition",
          "ContentEncoding",
          "ContentLanguage",
          "ContentType",
          "Expires",
          "WebsiteRedirectLocation");

  private static final List<String> STORAGE =
      List.of(
          "StorageClass",
          "ServerSideEncryption",
          "SSEKMSKeyId",
          "BucketKeyEnabled",
          "ObjectLockMode",
          "ObjectLockRetainUntilDate",
          "ObjectLockLegalHoldStatus");

  private static final List<String> ENCRYPTION =
      List.of("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled");

  private static final List<String> REFUSED =
      List.of(
          "SSECustomerAlgorithm",
          "CopySourceSSECustomerAlgorithm",
          "WriteOffsetBytes",
          "ObjectLockEventHold",
          "ObjectLockEventHoldDurationDays",
          "ObjectLockEventHoldDurationYears");

  private static final String ENCODING = "ContentEncoding";

  private static final int MAX_METADATA = 2048;

  static Properties of(Document input, Bucket bucket) {
    refuse(input);
    Map<String, Object> values = new LinkedHashMap<>();
    headers(input, values);
    storage(input, bucket, values);
    Map<String, String> metadata = input.textMap("Metadata");
    int size = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      size += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (size > MAX_METADATA) {
      throw S3Errors.of(
          400,
          "MetadataTooLarge",
          "Your metadata headers exceed the maximum allowed metadata size",
          Map.of("Size", size, "MaxSizeAllowed", MAX_METADATA));
    }
    return new Properties(values, metadata);
  }

  /// Those of a copy that keeps what its source says of itself.
  static Properties copied(StoredObject source, Document input, Bucket bucket) {
    refuse(input);
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : HEADERS) {
      if (source.properties().containsKey(name)) {
        values.put(name, source.properties().get(name));
      }
    }
    storage(input, bucket, values);
    return new Properties(values, source.metadata());
  }

  /// What answers say of encryption, of all that is said of an object.
  static Map<String, Object> encryption(Map<String, Object> values) {
    Map<String, Object> shown = new LinkedHashMap<>(values);
    shown.keySet().retainAll(ENCRYPTION);
    return shown;
  }

  static void refuse(Document input) {
    for (String name : REFUSED) {
      if (input.has(name)) {
        throw S3Errors.notEmulated(name);
      }
    }
  }

  private static void headers(Document input, Map<String, Object> values) {
    copy(HEADERS, input, values);
    values.putIfAbsent("ContentType", "binary/octet-stream");
    if (values.get(ENCODING) instanceof String coding) {
      // The coding of the transfer is no property of the object
      String kept =
          Arrays.stream(coding.split(",", -1))
              .map(String::trim)
              .filter(part -> !part.equals("aws-chunked") && !part.isEmpty())
              .collect(Collectors.joining(","));
      values.put(ENCODING, kept);
      if (kept.isEmpty()) {
        values.remove(ENCODING);
      }
    }
  }

  private static void storage(Document input, Bucket bucket, Map<String, Object> values) {
    copy(STORAGE, input, values);
    if ("STANDARD".equals(values.get("StorageClass"))) {
      // The usual class is never told
      values.remove("StorageClass");
    }
    if (!values.containsKey("ServerSideEncryption")) {
      values.putAll(Setting.defaultEncryption(bucket));
    }
    boolean locked =
        values.containsKey("ObjectLockMode") || values.containsKey("ObjectLockLegalHoldStatus");
    if (locked && !bucket.settings().containsKey(Setting.OBJECT_LOCK.name())) {
      throw S3Errors.request("Bucket is missing Object Lock Configuration");
    }
    if (values.containsKey("ObjectLockMode") != values.containsKey("ObjectLockRetainUntilDate")) {
      throw new ApiException(
          400,
          "InvalidArgument",
          "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
    }
    Ownership.checkObjectAcl(input, bucket);
  }

  private static void copy(List<String> names, Document input, Map<String, Object> values) {
    for (String name : names) {
      Object value = input.members().get(name);
      if (value != null) {
        values.put(name, value);
      }
    }
  }
}
