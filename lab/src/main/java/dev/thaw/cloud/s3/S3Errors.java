package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.ApiException.ApiError;
import java.util.Map;

/// Errors in S3's own words.
final class S3Errors {

  private S3Errors() {}

  static ApiException of(int status, String code, String message, Map<String, Object> fields) {
    return new ApiException(new ApiError(status, code, message, fields));
  }

  static ApiException noBucket(String bucket) {
    return of(
        404, "NoSuchBucket", "The specified bucket does not exist", Map.of("BucketName", bucket));
  }

  static ApiException noKey(String key) {
    return of(404, "NoSuchKey", "The specified key does not exist.", Map.of("Key", key));
  }

  static ApiException noVersion(String key, String version) {
    return of(
        404,
        "NoSuchVersion",
        "The specified version does not exist.",
        Map.of("Key", key, "VersionId", version));
  }

  static ApiException noUpload(String upload) {
    return of(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.",
        Map.of("UploadId", upload));
  }

  static ApiException argument(String name, String value, String message) {
    return of(
        400, "InvalidArgument", message, Map.of("ArgumentName", name, "ArgumentValue", value));
  }

  static ApiException request(String message) {
    return new ApiException(400, "InvalidRequest", message);
  }

  static ApiException denied() {
    return new ApiException(403, "AccessDenied", "Access Denied");
  }

  static ApiException malformed() {
    return new ApiException(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema");
  }

  static ApiException precondition(String condition) {
    return of(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        Map.of("Condition", condition));
  }

  static ApiException notAllowed(String method) {
    return of(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        Map.of("Method", method, "ResourceType", "DeleteMarker"));
  }

  /// A setting that changes what S3 does and that thaw does not honour.
  static ApiException notEmulated(String setting) {
    return new ApiException(501, "NotImplemented", "thaw does not emulate " + setting + " of S3");
  }
}
