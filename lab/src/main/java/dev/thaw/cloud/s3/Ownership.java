package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who owns what, and the access control lists that follow from it.
final class Ownership {

  private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";

  private static final String AUTHENTICATED =
      "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

  private static final List<String> GRANTS =
      List.of("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP");

  /// What changes nothing where lists are off.
  private static final Set<String> HARMLESS = Set.of("private", "bucket-owner-full-control");

  private Ownership() {}

  /// S3's own name of an account.
  static Map<String, Object> owner(String account) {
    return Map.of("ID", id(account));
  }

  static String id(String account) {
    byte[] digest = Algorithm.digest("SHA-256").digest(account.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  static boolean listsAreOff(Bucket bucket) {
    return bucket.settings().get(Setting.OWNERSHIP.name()) instanceof Map<?, ?> controls
        && controls.get("Rules") instanceof List<?> rules
        && rules.getFirst() instanceof Map<?, ?> rule
        && "BucketOwnerEnforced".equals(rule.get("ObjectOwnership"));
  }

  static boolean isNamed(Document input) {
    return input.optionalText("ACL").filter(acl -> !HARMLESS.contains(acl)).isPresent()
        || GRANTS.stream().anyMatch(input::has);
  }

  static void checkObjectAcl(Document input, Bucket bucket) {
    if (!isNamed(input)) {
      return;
    }
    requireLists(bucket);
    throw S3Errors.notEmulated("access control lists in the head of a write");
  }

  static void requireLists(Bucket bucket) {
    if (listsAreOff(bucket)) {
      throw new ApiException(
          400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
  }

  /// The list that a request to set one means, as the answer to a request for it.
  static Map<String, Object> policy(Document input, Bucket bucket) {
    Optional<Document> given = input.optionalDocument("AccessControlPolicy");
    if (given.isPresent()) {
      Map<String, Object> policy = new LinkedHashMap<>();
      policy.put("Owner", owner(bucket.owner()));
      policy.put("Grants", given.get().optional("Grants", List.class).orElse(List.of()));
      return policy;
    }
    for (String name : GRANTS) {
      if (input.has(name)) {
        throw S3Errors.notEmulated(name);
      }
    }
    return canned(input.optionalText("ACL").orElse("private"), bucket);
  }

  static Map<String, Object> canned(String name, Bucket bucket) {
    Map<String, Object> user = new LinkedHashMap<>(owner(bucket.owner()));
    user.put("Type", "CanonicalUser");
    Object full = Map.of("Grantee", user, "Permission", "FULL_CONTROL");
    List<Object> grants =
        switch (name) {
          case "private", "bucket-owner-read", "bucket-owner-full-control" -> List.of(full);
          case "public-read" -> List.of(full, group(ALL_USERS, "READ"));
          case "public-read-write" ->
              List.of(full, group(ALL_USERS, "READ"), group(ALL_USERS, "WRITE"));
          case "authenticated-read" -> List.of(full, group(AUTHENTICATED, "READ"));
          default -> throw S3Errors.notEmulated("the access control list " + name);
        };
    return Map.of("Owner", owner(bucket.owner()), "Grants", grants);
  }

  private static Object group(String uri, String permission) {
    return Map.of("Grantee", Map.of("URI", uri, "Type", "Group"), "Permission", permission);
  }
}
