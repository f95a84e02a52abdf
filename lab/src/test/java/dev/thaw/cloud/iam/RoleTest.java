package dev.thaw.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleTest {

  @TempDir Path folder;
  private Iam iam;

  @BeforeEach
  void open() {
    iam = new Iam(folder);
  }

  @AfterEach
  void close() {
    iam.close();
  }

  @Test
  void createsARole() {
    Document made =
        iam.createRole(
            "runs",
            "Path",
            "/team/",
            "Description",
            "what it is for",
            "Tags",
            List.of(Map.of("Key", "k", "Value", "v")));

    assertThat(made.text("Arn")).isEqualTo("arn:aws:iam::000000000000:role/team/runs");
    assertThat(made.text("RoleId")).matches("AROA[A-Z2-7]{17}");
    assertThat(made.optional("CreateDate", Instant.class)).isPresent();
    Document role = iam.call("GetRole", "RoleName", "runs").document("Role");
    assertThat(role.text("Description")).isEqualTo("what it is for");
    assertThat(role.number("MaxSessionDuration")).isEqualTo(3600);
    assertThat(role.text("AssumeRolePolicyDocument"))
        .startsWith("%7B%22Version%22%3A%222012-10-17%22%2C")
        .doesNotContain("+");
    assertThat(role.documents("Tags").getFirst().text("Value")).isEqualTo("v");
  }

  @Test
  void rolesSurviveARestartAndBelongToTheirAccount() {
    iam.createRole("runs");
    iam.close();
    iam = new Iam(folder);

    assertThat(iam.call("GetRole", "RoleName", "runs").document("Role").text("RoleName"))
        .isEqualTo("runs");
    iam.as("111122223333")
        .refuses("NoSuchEntity", "The role with name runs cannot", "GetRole", "RoleName", "runs");
  }

  @Test
  void namesThatDifferByCaseAloneAreTheSame() {
    iam.createRole("Runs");

    iam.refuses(
        "EntityAlreadyExists",
        "Role with name runs already exists.",
        "CreateRole",
        "RoleName",
        "runs",
        "AssumeRolePolicyDocument",
        Iam.TRUST);
  }

  @Test
  void changesTrustDescriptionAndDuration() {
    iam.createRole("runs");

    iam.call(
        "UpdateAssumeRolePolicy",
        "RoleName",
        "runs",
        "PolicyDocument",
        Iam.TRUST.replace("lambda", "events"));
    iam.call("UpdateRole", "RoleName", "runs", "MaxSessionDuration", 7200L);
    iam.call("UpdateRoleDescription", "RoleName", "runs", "Description", "new words");

    Document role = iam.call("GetRole", "RoleName", "runs").document("Role");
    assertThat(role.text("AssumeRolePolicyDocument")).contains("events.amazonaws.com");
    assertThat(role.number("MaxSessionDuration")).isEqualTo(7200);
    assertThat(role.text("Description")).isEqualTo("new words");
  }

  @Test
  void keepsInlinePolicies() {
    iam.createRole("runs");
    iam.call(
        "PutRolePolicy", "RoleName", "runs", "PolicyName", "b", "PolicyDocument", Iam.PERMISSIONS);
    iam.call(
        "PutRolePolicy", "RoleName", "runs", "PolicyName", "a", "PolicyDocument", Iam.PERMISSIONS);

    assertThat(iam.call("ListRolePolicies", "RoleName", "runs").texts("PolicyNames"))
        .containsExactly("a", "b");
    assertThat(
            iam.call("GetRolePolicy", "RoleName", "runs", "PolicyName", "a").text("PolicyDocument"))
        .isEqualTo(PolicyDocument.encoded(Iam.PERMISSIONS));
    iam.refuses(
        "NoSuchEntity",
        "The role policy with name c cannot be found.",
        "GetRolePolicy",
        "RoleName",
        "runs",
        "PolicyName",
        "c");
  }

  @Test
  void aRoleWithPoliciesIsNotDeleted() {
    iam.createRole("runs");
    String arn = "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess";
    iam.call("AttachRolePolicy", "RoleName", "runs", "PolicyArn", arn);
    iam.call(
        "PutRolePolicy", "RoleName", "runs", "PolicyName", "a", "PolicyDocument", Iam.PERMISSIONS);

    iam.refuses("DeleteConflict", "must detach all policies", "DeleteRole", "RoleName", "runs");
    iam.call("DetachRolePolicy", "RoleName", "runs", "PolicyArn", arn);
    iam.refuses("DeleteConflict", "must delete policies", "DeleteRole", "RoleName", "runs");
    iam.call("DeleteRolePolicy", "RoleName", "runs", "PolicyName", "a");
    iam.call("DeleteRole", "RoleName", "runs");
    iam.refuses("NoSuchEntity", "runs", "GetRole", "RoleName", "runs");
  }

  @Test
  void inlinePoliciesHaveALimitInAll() {
    iam.createRole("runs");
    String big =
        Iam.PERMISSIONS.replace("\"Effect\"", "\"Sid\":\"" + "s".repeat(9_000) + "\",\"Effect\"");
    iam.call("PutRolePolicy", "RoleName", "runs", "PolicyName", "a", "PolicyDocument", big);

    iam.refuses(
        "LimitExceeded",
        "Maximum policy size of 10240 bytes exceeded for role runs",
        "PutRolePolicy",
        "RoleName",
        "runs",
        "PolicyName",
        "b",
        "PolicyDocument",
        big);
  }

  @Test
  void listsInPagesAndByPath() {
    iam.createRole("c", "Path", "/x/");
    iam.createRole("a");
    iam.createRole("b");

    Document first = iam.call("ListRoles", "MaxItems", 2L);
    Document second = iam.call("ListRoles", "Marker", first.text("Marker"));

    assertThat(first.documents("Roles"))
        .extracting(r -> r.text("RoleName"))
        .containsExactly("a", "b");
    assertThat(first.flag("IsTruncated")).isTrue();
    assertThat(second.documents("Roles")).extracting(r -> r.text("RoleName")).containsExactly("c");
    assertThat(second.flag("IsTruncated")).isFalse();
    assertThat(second.has("Marker")).isFalse();
    assertThat(iam.call("ListRoles", "PathPrefix", "/x/").documents("Roles")).hasSize(1);
  }

  @Test
  void tagsDifferByMoreThanCase() {
    iam.createRole("runs", "Tags", List.of(Map.of("Key", "Stage", "Value", "dev")));

    iam.call(
        "TagRole", "RoleName", "runs", "Tags", List.of(Map.of("Key", "stage", "Value", "prod")));

    assertThat(iam.call("ListRoleTags", "RoleName", "runs").documents("Tags"))
        .extracting(Document::members)
        .containsExactly(Map.of("Key", "stage", "Value", "prod"));
    iam.call("UntagRole", "RoleName", "runs", "TagKeys", List.of("STAGE"));
    assertThat(iam.call("ListRoleTags", "RoleName", "runs").documents("Tags")).isEmpty();
    iam.refuses(
        "InvalidInput",
        "Duplicate tag keys found.",
        "TagRole",
        "RoleName",
        "runs",
        "Tags",
        List.of(Map.of("Key", "a", "Value", "1"), Map.of("Key", "A", "Value", "2")));
  }

  @Test
  void aServiceLinkedRoleIsOnlyItsServices() {
    Document role =
        iam.call("CreateServiceLinkedRole", "AWSServiceName", "ops.apigateway.amazonaws.com")
            .document("Role");

    assertThat(role.text("Arn"))
        .isEqualTo(
            "arn:aws:iam::000000000000:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway");
    iam.refuses(
        "UnmodifiableEntity",
        "only modifiable by AWS",
        "DeleteRole",
        "RoleName",
        "AWSServiceRoleForAPIGateway");
    iam.refuses(
        "InvalidInput",
        "has been taken in this account",
        "CreateServiceLinkedRole",
        "AWSServiceName",
        "ops.apigateway.amazonaws.com");
    String task =
        iam.call("DeleteServiceLinkedRole", "RoleName", "AWSServiceRoleForAPIGateway")
            .text("DeletionTaskId");
    assertThat(
            iam.call("GetServiceLinkedRoleDeletionStatus", "DeletionTaskId", task).text("Status"))
        .isEqualTo("SUCCEEDED");
    iam.refuses(
        "NotImplemented",
        "the service-linked role of x.amazonaws.com",
        "CreateServiceLinkedRole",
        "AWSServiceName",
        "x.amazonaws.com");
  }

  @Test
  void tellsOfTheAccountWhatThereIs() {
    iam.createRole("runs");

    assertThat(iam.call("GetUser").document("User").text("Arn"))
        .isEqualTo("arn:aws:iam::000000000000:root");
    iam.refuses(
        "NoSuchEntity", "The user with name u cannot be found.", "GetUser", "UserName", "u");
    assertThat(iam.call("ListAccountAliases").texts("AccountAliases")).isEmpty();
    assertThat(
            iam.call("ListInstanceProfilesForRole", "RoleName", "runs")
                .documents("InstanceProfiles"))
        .isEmpty();
  }
}
