package dev.thaw.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Document;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedPolicyTest {

  private static final String XRAY = "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess";

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
  void createsAPolicy() {
    String arn = iam.createPolicy("reads");

    assertThat(arn).isEqualTo("arn:aws:iam::000000000000:policy/reads");
    Document policy = iam.call("GetPolicy", "PolicyArn", arn).document("Policy");
    assertThat(policy.text("DefaultVersionId")).isEqualTo("v1");
    assertThat(policy.number("AttachmentCount")).isZero();
    assertThat(policy.flag("IsAttachable")).isTrue();
    iam.refuses(
        "EntityAlreadyExists",
        "A policy called READS already exists. Duplicate names are not allowed.",
        "CreatePolicy",
        "PolicyName",
        "READS",
        "PolicyDocument",
        Iam.PERMISSIONS);
    iam.refuses(
        "NoSuchEntity", "Policy " + arn + "x was not found.", "GetPolicy", "PolicyArn", arn + "x");
  }

  @Test
  void keepsUpToFiveVersionsWhoseNumbersNeverReturn() {
    String arn = iam.createPolicy("reads");
    for (int i = 2; i <= 5; i++) {
      iam.call("CreatePolicyVersion", "PolicyArn", arn, "PolicyDocument", Iam.PERMISSIONS);
    }

    iam.refuses(
        "LimitExceeded",
        "up to 5 versions",
        "CreatePolicyVersion",
        "PolicyArn",
        arn,
        "PolicyDocument",
        Iam.PERMISSIONS);
    iam.call("DeletePolicyVersion", "PolicyArn", arn, "VersionId", "v5");
    Document sixth =
        iam.call(
                "CreatePolicyVersion",
                "PolicyArn",
                arn,
                "PolicyDocument",
                Iam.PERMISSIONS,
                "SetAsDefault",
                true)
            .document("PolicyVersion");

    assertThat(sixth.text("VersionId")).isEqualTo("v6");
    assertThat(sixth.flag("IsDefaultVersion")).isTrue();
    assertThat(iam.call("ListPolicyVersions", "PolicyArn", arn).documents("Versions"))
        .extracting(version -> version.text("VersionId"))
        .containsExactly("v6", "v4", "v3", "v2", "v1");
    iam.refuses(
        "DeleteConflict",
        "Cannot delete the default version of a policy.",
        "DeletePolicyVersion",
        "PolicyArn",
        arn,
        "VersionId",
        "v6");
    iam.refuses("DeleteConflict", "more than one version", "DeletePolicy", "PolicyArn", arn);
    iam.refuses(
        "NoSuchEntity",
        "Policy " + arn + " version v5 does not exist or is not attachable.",
        "GetPolicyVersion",
        "PolicyArn",
        arn,
        "VersionId",
        "v5");
    iam.call("SetDefaultPolicyVersion", "PolicyArn", arn, "VersionId", "v2");
    assertThat(iam.call("GetPolicy", "PolicyArn", arn).document("Policy").text("DefaultVersionId"))
        .isEqualTo("v2");
  }

  @Test
  void attachesToRoles() {
    iam.createRole("runs");
    String arn = iam.createPolicy("reads");
    iam.call("AttachRolePolicy", "RoleName", "runs", "PolicyArn", arn);
    iam.call("AttachRolePolicy", "RoleName", "runs", "PolicyArn", arn);
    iam.call("AttachRolePolicy", "RoleName", "runs", "PolicyArn", XRAY);

    assertThat(
            iam.call("ListAttachedRolePolicies", "RoleName", "runs").documents("AttachedPolicies"))
        .extracting(policy -> policy.text("PolicyName"))
        .containsExactly("reads", "AWSXrayWriteOnlyAccess");
    assertThat(iam.call("ListEntitiesForPolicy", "PolicyArn", XRAY).documents("PolicyRoles"))
        .extracting(role -> role.text("RoleName"))
        .containsExactly("runs");
    assertThat(iam.call("GetPolicy", "PolicyArn", arn).document("Policy").number("AttachmentCount"))
        .isEqualTo(1);
    iam.refuses("DeleteConflict", "attached to entities", "DeletePolicy", "PolicyArn", arn);
    iam.call("DetachRolePolicy", "RoleName", "runs", "PolicyArn", arn);
    iam.refuses(
        "NoSuchEntity",
        "Policy " + arn + " was not found.",
        "DetachRolePolicy",
        "RoleName",
        "runs",
        "PolicyArn",
        arn);
    iam.call("DeletePolicy", "PolicyArn", arn);
    iam.refuses(
        "NoSuchEntity",
        "Policy " + arn + " does not exist or is not attachable.",
        "AttachRolePolicy",
        "RoleName",
        "runs",
        "PolicyArn",
        arn);
  }

  @Test
  void aRoleTakesTenPolicies() {
    iam.createRole("runs");
    for (int i = 0; i < 10; i++) {
      iam.call("AttachRolePolicy", "RoleName", "runs", "PolicyArn", iam.createPolicy("p" + i));
    }

    iam.refuses(
        "LimitExceeded",
        "Cannot exceed quota for PoliciesPerRole: 10",
        "AttachRolePolicy",
        "RoleName",
        "runs",
        "PolicyArn",
        XRAY);
  }

  @Test
  void awsPoliciesAreThereBeforehand() {
    String base = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

    Document policy = iam.call("GetPolicy", "PolicyArn", base).document("Policy");
    Document version =
        iam.call("GetPolicyVersion", "PolicyArn", base, "VersionId", "v1")
            .document("PolicyVersion");

    assertThat(policy.text("Path")).isEqualTo("/service-role/");
    assertThat(version.text("Document")).contains("logs%3ACreateLogGroup");
    assertThat(AwsPolicies.all()).containsKey(XRAY).hasSizeGreaterThan(50);
    iam.refuses("AccessDenied", base, "DeletePolicy", "PolicyArn", base);
    iam.refuses(
        "NotImplemented",
        "the document of arn:aws:iam::aws:policy/ReadOnlyAccess",
        "GetPolicyVersion",
        "PolicyArn",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "VersionId",
        "v1");
  }

  @Test
  void everyKnownDocumentOfAwsIsAPolicy() {
    assertThat(AwsPolicies.all().values())
        .allSatisfy(policy ->
            policy.versions().getFirst().document().ifPresent(PolicyDocument::checkPermissions));
  }

  @Test
  void listsLocalAndAttached() {
    iam.createRole("runs", "PermissionsBoundary", iam.createPolicy("edge"));
    iam.createPolicy("reads");
    iam.call("AttachRolePolicy", "RoleName", "runs", "PolicyArn", XRAY);

    assertThat(iam.call("ListPolicies", "Scope", "Local").documents("Policies"))
        .extracting(policy -> policy.text("PolicyName"))
        .containsExactly("edge", "reads");
    assertThat(iam.call("ListPolicies", "OnlyAttached", true).documents("Policies"))
        .extracting(policy -> policy.text("PolicyName"))
        .containsExactly("edge", "AWSXrayWriteOnlyAccess");
    assertThat(
            iam.call("ListPolicies", "PolicyUsageFilter", "PermissionsBoundary")
                .documents("Policies"))
        .extracting(policy -> policy.text("PolicyName"))
        .containsExactly("edge");
  }
}
