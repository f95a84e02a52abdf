package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Managed policies, their versions and their tags.
final class PolicyOperations {

  private final PolicyStore policies;
  private final Clock clock;

  PolicyOperations(PolicyStore policies, Clock clock) {
    this.policies = policies;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.ofEntries(
        Map.entry("CreatePolicy", this::create),
        Map.entry("GetPolicy", this::get),
        Map.entry("ListPolicies", this::list),
        Map.entry("DeletePolicy", this::delete),
        Map.entry("CreatePolicyVersion", this::createVersion),
        Map.entry("GetPolicyVersion", this::getVersion),
        Map.entry("ListPolicyVersions", this::listVersions),
        Map.entry("SetDefaultPolicyVersion", this::setDefault),
        Map.entry("DeletePolicyVersion", this::deleteVersion),
        Map.entry("TagPolicy", this::tag),
        Map.entry("UntagPolicy", this::untag),
        Map.entry("ListPolicyTags", this::tags));
  }

  private Instant now() {
    return Instant.ofEpochSecond(clock.now() / 1_000_000_000L);
  }

  private static String account(Call call) {
    return call.scope().account();
  }

  private static String arn(Call call) {
    return call.input().text("PolicyArn");
  }

  private ManagedPolicy require(Call call) {
    return policies.require(account(call), arn(call));
  }

  private static String checked(String document) {
    PolicyDocument.checkPermissions(document);
    if (PolicyDocument.size(document) > IamLimits.MANAGED) {
      throw IamLimits.quota("PolicySize", IamLimits.MANAGED);
    }
    return document;
  }

  private Map<String, Object> shown(ManagedPolicy policy, String account) {
    return policy.shown(policies.usage(account));
  }

  private Answer create(Call call) {
    Document input = call.input();
    Entity entity =
        Entity.of(
            account(call),
            input.optionalText("Path").orElse("/"),
            input.text("PolicyName"),
            "ANPA",
            now());
    ManagedPolicy policy =
        ManagedPolicy.of(
                entity,
                input.optionalText("Description"),
                Optional.of(checked(input.text("PolicyDocument"))))
            .withTags(Tags.of(input));
    policies.create(policy);
    return Answer.of(Map.of("Policy", shown(policy, account(call))));
  }

  private Answer get(Call call) {
    return Answer.of(Map.of("Policy", shown(require(call), account(call))));
  }

  private Answer list(Call call) {
    Document input = call.input();
    String account = account(call);
    String scope = input.optionalText("Scope").orElse("All");
    String prefix = input.optionalText("PathPrefix").orElse("/");
    String usage = input.optionalText("PolicyUsageFilter").orElse("");
    List<ManagedPolicy> all = new ArrayList<>();
    if (!scope.equals("AWS")) {
      all.addAll(policies.list(account));
    }
    if (!scope.equals("Local")) {
      all.addAll(AwsPolicies.all().values());
    }
    all.sort(Comparator.comparing(ManagedPolicy::arn));
    Usage used = policies.usage(account);
    List<ManagedPolicy> found =
        all.stream()
            .filter(policy -> policy.entity().path().startsWith(prefix))
            .filter(policy -> used.matches(policy.arn(), usage))
            .filter(policy -> !input.flag("OnlyAttached") || used.any(policy.arn()))
            .toList();
    return Answer.of(
        Page.of(found, ManagedPolicy::arn, input)
            .output("Policies", policy -> policy.listed(used)));
  }

  private Answer delete(Call call) {
    policies.delete(account(call), arn(call));
    return Answer.empty();
  }

  private Answer createVersion(Call call) {
    String document = checked(call.input().text("PolicyDocument"));
    ManagedPolicy policy =
        policies.update(
            account(call),
            arn(call),
            before -> {
              if (before.versions().size() >= IamLimits.VERSIONS) {
                throw IamErrors.limit(
                    "A managed policy can have up to 5 versions. Before you create a new version,"
                        + " you must delete an existing version.");
              }
              return before.withVersion(document, call.input().flag("SetAsDefault"), now());
            });
    return Answer.of(Map.of("PolicyVersion", policy.versions().getLast().shown(policy.standing())));
  }

  private Answer getVersion(Call call) {
    ManagedPolicy policy = require(call);
    ManagedPolicy.Version version = requireVersion(policy, call);
    Map<String, Object> shown = version.shown(policy.standing());
    String document =
        version
            .document()
            .orElseThrow(() -> IamErrors.notEmulated("the document of " + policy.arn()));
    shown.put("Document", PolicyDocument.encoded(document));
    return Answer.of(Map.of("PolicyVersion", shown));
  }

  private static ManagedPolicy.Version requireVersion(ManagedPolicy policy, Call call) {
    String id = call.input().text("VersionId");
    return policy.version(id).orElseThrow(() -> noVersion(policy, id));
  }

  private static ApiException noVersion(ManagedPolicy policy, String id) {
    return IamErrors.noVersion(policy.arn(), id);
  }

  /// The newest first.
  private Answer listVersions(Call call) {
    ManagedPolicy policy = require(call);
    return Answer.of(
        Page.of(
                policy.versions().reversed(),
                version -> "%019d".formatted(Long.MAX_VALUE - version.number()),
                call.input())
            .output("Versions", version -> version.shown(policy.standing())));
  }

  private Answer setDefault(Call call) {
    policies.update(
        account(call), arn(call), policy -> policy.standing(requireVersion(policy, call), now()));
    return Answer.empty();
  }

  private Answer deleteVersion(Call call) {
    policies.update(
        account(call),
        arn(call),
        policy -> {
          ManagedPolicy.Version version = requireVersion(policy, call);
          if (version.number() == policy.standing()) {
            throw IamErrors.deleteConflict("Cannot delete the default version of a policy.");
          }
          return policy.without(version);
        });
    return Answer.empty();
  }

  private Answer tag(Call call) {
    policies.update(
        account(call),
        arn(call),
        policy -> policy.withTags(Tags.added(policy.tags(), call.input())));
    return Answer.empty();
  }

  private Answer untag(Call call) {
    policies.update(
        account(call),
        arn(call),
        policy -> policy.withTags(Tags.removed(policy.tags(), call.input())));
    return Answer.empty();
  }

  private Answer tags(Call call) {
    List<Map<String, Object>> all = Tags.shown(require(call).tags());
    return Answer.of(
        Page.of(all, tag -> String.valueOf(tag.get("Key")).toLowerCase(Locale.ROOT), call.input())
            .output("Tags", tag -> tag));
  }
}
