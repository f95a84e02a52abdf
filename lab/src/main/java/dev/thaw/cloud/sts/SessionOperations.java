package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives out temporary credentials. Whether a role lets its caller in is not asked: what it trusts
/// is not judged anywhere in thaw, and roles need not be there at all.
final class SessionOperations {

  private static final long HOUR = 3_600;
  private static final long TWELVE_HOURS = 43_200;

  private final SessionStore sessions;
  private final Roles roles;
  private final Clock clock;

  SessionOperations(SessionStore sessions, Roles roles, Clock clock) {
    this.sessions = sessions;
    this.roles = roles;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "AssumeRole", this::assume,
        "AssumeRoleWithWebIdentity", this::assumeWithWebIdentity,
        "GetSessionToken", this::sessionToken,
        "GetFederationToken", this::federationToken);
  }

  private Instant now() {
    return Instant.ofEpochSecond(clock.now() / 1_000_000_000L);
  }

  private Answer assume(Call call) {
    Document input = call.input();
    refuse(input, "SerialNumber", "TokenCode", "ProvidedContexts", "MinimumSessionTokenSize");
    boolean chained = Caller.of(call, sessions).isRole();
    long seconds = input.optionalNumber("DurationSeconds").orElse(HOUR);
    if (chained && seconds > HOUR) {
      throw StsErrors.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    Map<String, Object> output = assumed(input, seconds);
    input.optionalText("SourceIdentity").ifPresent(who -> output.put("SourceIdentity", who));
    return Answer.of(output);
  }

  private Map<String, Object> assumed(Document input, long seconds) {
    RoleArn role = RoleArn.parse(input.text("RoleArn"));
    Roles.Known known = roles.look(role);
    if (seconds > known.maxSession()) {
      throw StsErrors.validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    String name = input.text("RoleSessionName");
    String userId = known.id() + ":" + name;
    Session session =
        sessions.issue(
            role.account(), now().plusSeconds(seconds), role.session(name), userId, true);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Credentials", session.credentials());
    output.put("AssumedRoleUser", Map.of("AssumedRoleId", userId, "Arn", session.arn()));
    return output;
  }

  private Answer assumeWithWebIdentity(Call call) {
    Document input = call.input();
    refuse(input, "ProviderId", "MinimumSessionTokenSize");
    WebIdentity identity = WebIdentity.of(input.text("WebIdentityToken"), now());
    Map<String, Object> output =
        assumed(input, input.optionalNumber("DurationSeconds").orElse(HOUR));
    output.put("SubjectFromWebIdentityToken", identity.subject());
    output.put("Audience", identity.audience());
    output.put("Provider", identity.issuer());
    return Answer.of(output);
  }

  private Answer sessionToken(Call call) {
    refuse(call.input(), "SerialNumber", "TokenCode", "MinimumSessionTokenSize");
    Caller caller = Caller.of(call, sessions);
    caller.requireLasting("GetSessionToken");
    Session session =
        sessions.issue(
            caller.account(),
            now().plusSeconds(call.input().optionalNumber("DurationSeconds").orElse(TWELVE_HOURS)),
            caller.arn(),
            caller.userId(),
            false);
    return Answer.of(Map.of("Credentials", session.credentials()));
  }

  private Answer federationToken(Call call) {
    refuse(call.input(), "MinimumSessionTokenSize");
    Caller caller = Caller.of(call, sessions);
    caller.requireLasting("GetFederationToken");
    String name = call.input().text("Name");
    String userId = caller.account() + ":" + name;
    String arn = "arn:aws:sts::" + caller.account() + ":federated-user/" + name;
    long seconds = call.input().optionalNumber("DurationSeconds").orElse(TWELVE_HOURS);
    Session session =
        sessions.issue(caller.account(), now().plusSeconds(seconds), arn, userId, false);
    return Answer.of(
        Map.of(
            "Credentials",
            session.credentials(),
            "FederatedUser",
            Map.of("FederatedUserId", userId, "Arn", arn)));
  }

  private static void refuse(Document input, String... members) {
    for (String member : List.of(members)) {
      if (input.has(member)) {
        throw StsErrors.notEmulated(member);
      }
    }
  }
}
