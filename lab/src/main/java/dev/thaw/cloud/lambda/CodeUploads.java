package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Contents;
import dev.thaw.lambda.FunctionSpec.CodeArtifact;
import dev.thaw.lambda.code.BadPackageException;
import dev.thaw.lambda.code.CodePackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Takes the packages that come with requests: checked first, then kept under their hash.
final class CodeUploads {

  /// AWS's limit of a package in a request, in bytes.
  static final long MAX_ZIPPED = 52_428_800;

  /// AWS's limit of all packages of an account in a region, in bytes.
  static final long MAX_STORED = 80_530_636_800L;

  private final Contents contents;
  private final StoredBytes stored;
  private final ServiceClient services;

  /// @param services to fetch packages from S3
  CodeUploads(Contents contents, StoredBytes stored, ServiceClient services) {
    this.contents = contents;
    this.stored = stored;
    this.services = services;
  }

  /// @param code the members `ZipFile`, `S3Bucket` and so on
  /// @param scope whose it is to be
  StoredPackage take(Document code, Scope scope) {
    if (code.has("ImageUri")) {
      throw LambdaErrors.notEmulated("ImageUri");
    }
    if (code.has("SourceKMSKeyArn")) {
      throw LambdaErrors.notEmulated("SourceKMSKeyArn");
    }
    boolean fromS3 = code.has("S3Bucket") || code.has("S3Key");
    if (fromS3 && code.has("ZipFile")) {
      throw LambdaErrors.invalid(
          "Please do not provide other FunctionCode parameters when providing a ZipFile.");
    }
    if (fromS3) {
      Blob object = fetch(code, scope);
      requireRoom(object, scope);
      return keep(copied(object));
    }
    Blob zip =
        code.optionalBlob("ZipFile")
            .orElseThrow(() -> LambdaErrors.invalid("Please provide a source for function code."));
    if (zip.size() > MAX_ZIPPED) {
      throw new ApiException(
          413,
          "RequestEntityTooLargeException",
          "Zipped size must be smaller than " + MAX_ZIPPED + " bytes");
    }
    requireRoom(zip, scope);
    return keep(file(zip));
  }

  private void requireRoom(Blob zip, Scope scope) {
    if (stored.of(scope.account(), scope.region()) + zip.size() > MAX_STORED) {
      throw new ApiException(400, "CodeStorageExceededException", "Code storage limit exceeded.");
    }
  }

  private Blob fetch(Document code, Scope scope) {
    if (!code.has("S3Bucket") || !code.has("S3Key")) {
      throw LambdaErrors.invalid("Please provide a source for function code.");
    }
    Map<String, Object> object = new HashMap<>();
    object.put("Bucket", code.text("S3Bucket"));
    object.put("Key", code.text("S3Key"));
    code.optionalText("S3ObjectVersion").ifPresent(version -> object.put("VersionId", version));
    try {
      return services
          .call(scope, "s3", "GetObject", object)
          .optionalBlob("Body")
          .orElseGet(() -> Blob.of(new byte[0]));
    } catch (ApiException e) {
      if (e.error().status() >= 500) {
        throw e;
      }
      throw LambdaErrors.invalid(
          "Error occurred while GetObject. S3 Error Code: %s. S3 Error Message: %s"
              .formatted(e.error().code(), e.error().message()));
    }
  }

  /// @param file is moved away, or deleted if it is no package
  private StoredPackage keep(Path file) {
    try {
      try {
        CodePackage checked = CodePackage.check(file);
        Contents.Stored kept = contents.keep(file);
        return new StoredPackage(
            new CodeArtifact(kept.file(), kept.sha256(), kept.bytes()), checked.unzippedBytes());
      } catch (BadPackageException e) {
        throw refusal(e);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a package", e);
    }
  }

  /// The file of an upload is the request's own, and may be moved.
  private Path file(Blob zip) {
    return switch (zip) {
      case Blob.InFile(Path file, long _) -> file;
      case Blob.InMemory _, Blob.Flow _ -> copied(zip);
    };
  }

  private Path copied(Blob zip) {
    try (InputStream in = zip.open()) {
      Path made = Files.createTempFile(contents.temporary(), "upload", ".tmp");
      Files.copy(in, made, StandardCopyOption.REPLACE_EXISTING);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy a package", e);
    }
  }

  private static ApiException refusal(BadPackageException e) {
    return LambdaErrors.invalid(
        switch (e.reason()) {
          case UNREADABLE ->
              "Could not unzip uploaded file. Please check your file, then try to upload again. ("
                  + e.getMessage()
                  + ")";
          case EMPTY -> "Uploaded file must be a non-empty zip";
          case TOO_BIG ->
              "Unzipped size must be smaller than " + CodePackage.MAX_UNZIPPED + " bytes";
        });
  }

  /// As AWS shows it.
  static String base64(String sha256) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
  }
}
