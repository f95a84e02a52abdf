package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a caller must acknowledge because a template holds it.
///
/// @param needed the capability
/// @param types because of which
record Capabilities(Optional<String> needed, List<String> types) {

  static final String IAM = "CAPABILITY_IAM";
  static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";

  private static final Set<String> TYPES =
      Set.of(
          "AWS::IAM::AccessKey",
          "AWS::IAM::Group",
          "AWS::IAM::InstanceProfile",
          "AWS::IAM::ManagedPolicy",
          "AWS::IAM::Policy",
          "AWS::IAM::Role",
          "AWS::IAM::User",
          "AWS::IAM::UserToGroupAddition");

  private static final Map<String, String> NAMES =
      Map.of(
          "AWS::IAM::Group", "GroupName",
          "AWS::IAM::InstanceProfile", "InstanceProfileName",
          "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
          "AWS::IAM::Role", "RoleName",
          "AWS::IAM::User", "UserName");

  static Capabilities of(Template template) {
    List<String> types =
        template.resources().values().stream()
            .map(resource -> resource.type())
            .filter(TYPES::contains)
            .distinct()
            .toList();
    boolean named =
        template.resources().values().stream()
            .anyMatch(resource ->
                NAMES.containsKey(resource.type())
                    && resource.properties().containsKey(NAMES.get(resource.type())));
    return new Capabilities(
        types.isEmpty() ? Optional.empty() : Optional.of(named ? NAMED_IAM : IAM), types);
  }

  /// @throws dev.thaw.cloud.protocol.ApiException if the caller has not acknowledged it
  void require(List<String> acknowledged) {
    if (needed.isPresent()
        && !acknowledged.contains(needed.get())
        && !acknowledged.contains(NAMED_IAM)) {
      throw StackErrors.capabilities(needed.get());
    }
  }

  Optional<String> reason() {
    return needed.map(capability -> "The following resource(s) require capabilities: " + types);
  }
}
