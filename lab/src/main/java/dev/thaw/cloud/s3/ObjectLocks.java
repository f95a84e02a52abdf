package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What keeps versions from being deleted: retention and legal hold.
final class ObjectLocks {

  private static final String MODE = "ObjectLockMode";
  private static final String UNTIL = "ObjectLockRetainUntilDate";
  private static final String HOLD = "ObjectLockLegalHoldStatus";

  private final Buckets buckets;
  private final Objects objects;
  private final ObjectWriter writer;
  private final Clock clock;

  ObjectLocks(Buckets buckets, Objects objects, ObjectWriter writer, Clock clock) {
    this.buckets = buckets;
    this.objects = objects;
    this.writer = writer;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutObjectRetention", this::putRetention,
        "GetObjectRetention", this::getRetention,
        "PutObjectLegalHold", this::putHold,
        "GetObjectLegalHold", this::getHold);
  }

  static void requireFree(StoredObject object, Call call, Clock clock) {
    boolean held = "ON".equals(object.properties().get(HOLD));
    if (held || isRetained(object, call, clock)) {
      throw new ApiException(
          403, "AccessDenied", "Access Denied because object protected by object lock.");
    }
  }

  private static boolean isRetained(StoredObject object, Call call, Clock clock) {
    boolean running =
        object.properties().get(UNTIL) instanceof Instant until
            && until.isAfter(S3Times.exact(clock));
    boolean bypassed =
        "GOVERNANCE".equals(object.properties().get(MODE))
            && call.input().flag("BypassGovernanceRetention");
    return running && !bypassed;
  }

  private void requireLock(Call call) {
    if (!buckets.require(call).settings().containsKey(Setting.OBJECT_LOCK.name())) {
      throw S3Errors.request("Bucket is missing Object Lock Configuration");
    }
  }

  private Answer putRetention(Call call) {
    requireLock(call);
    Document retention =
        call.input().optionalDocument("Retention").orElseThrow(S3Errors::malformed);
    String mode = retention.optionalText("Mode").orElseThrow(S3Errors::malformed);
    Instant until =
        retention.optional("RetainUntilDate", Instant.class).orElseThrow(S3Errors::malformed);
    if (!until.isAfter(S3Times.exact(clock))) {
      throw new ApiException(
          400, "InvalidArgument", "The retain until date must be in the future!");
    }
    writer.change(
        call,
        Located.version(call.input()),
        object -> {
          boolean longer =
              mode.equals(object.properties().get(MODE))
                  && object.properties().get(UNTIL) instanceof Instant before
                  && !until.isBefore(before);
          if (!longer && isRetained(object, call, clock)) {
            throw S3Errors.denied();
          }
          Map<String, Object> more = new LinkedHashMap<>(object.properties());
          more.put(MODE, mode);
          more.put(UNTIL, until);
          return object.withProperties(more);
        });
    return Answer.empty();
  }

  private Answer getRetention(Call call) {
    requireLock(call);
    StoredObject object = Located.of(call.input(), buckets.require(call), objects).readable();
    if (!object.properties().containsKey(MODE)) {
      throw missing();
    }
    return Answer.of(
        Map.of(
            "Retention",
            Map.of(
                "Mode",
                object.properties().get(MODE),
                "RetainUntilDate",
                object.properties().get(UNTIL))));
  }

  private static ApiException missing() {
    return new ApiException(
        404,
        "NoSuchObjectLockConfiguration",
        "The specified object does not have a ObjectLock configuration");
  }

  private Answer putHold(Call call) {
    requireLock(call);
    String status =
        call.input()
            .optionalDocument("LegalHold")
            .flatMap(hold -> hold.optionalText("Status"))
            .orElseThrow(S3Errors::malformed);
    writer.change(
        call,
        Located.version(call.input()),
        object -> {
          Map<String, Object> more = new LinkedHashMap<>(object.properties());
          more.put(HOLD, status);
          return object.withProperties(more);
        });
    return Answer.empty();
  }

  private Answer getHold(Call call) {
    requireLock(call);
    StoredObject object = Located.of(call.input(), buckets.require(call), objects).readable();
    Object status = object.properties().get(HOLD);
    if (status == null) {
      throw missing();
    }
    return Answer.of(Map.of("LegalHold", Map.of("Status", status)));
  }
}
