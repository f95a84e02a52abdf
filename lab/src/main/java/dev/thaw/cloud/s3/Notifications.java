package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.timeline.Clock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells functions what happens in a bucket, once it is on the disk.
final class Notifications {

  private static final System.Logger LOG = System.getLogger(Notifications.class.getName());

  private final Notified notified;
  private final Clock clock;

  Notifications(Notified notified, Clock clock) {
    this.notified = notified;
    this.clock = clock;
  }

  /// @param event without `s3:`
  void fire(Call call, Bucket bucket, String event, StoredObject object) {
    Object configuration = bucket.settings().get(Setting.NOTIFICATION.name());
    if (configuration == null) {
      return;
    }
    for (NotificationRule rule : NotificationRule.of(Values.map(configuration))) {
      if (rule.matches(event, object.key())) {
        deliver(call, bucket, event, object, rule);
      }
    }
  }

  /// What was written stays written, whatever becomes of its news.
  private void deliver(
      Call call, Bucket bucket, String event, StoredObject object, NotificationRule rule) {
    Scope scope = new Scope(bucket.region(), bucket.owner(), "", Optional.of("s3"));
    byte[] json = Json.write(Map.of("Records", List.of(record(call, bucket, event, object, rule))));
    try {
      notified.deliver(scope, rule.functionArn(), json);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cannot tell " + rule.functionArn() + " of " + event + " in " + bucket.name(),
          e);
    }
  }

  private Map<String, Object> record(
      Call call, Bucket bucket, String event, StoredObject object, NotificationRule rule) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("eventVersion", "2.1");
    record.put("eventSource", "aws:s3");
    record.put("awsRegion", bucket.region());
    record.put("eventTime", S3Times.exact(clock).toString());
    record.put("eventName", event);
    record.put("userIdentity", Map.of("principalId", "AWS:" + call.scope().account()));
    record.put("requestParameters", Map.of("sourceIPAddress", "127.0.0.1"));
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("x-amz-request-id", call.requestId());
    response.put("x-amz-id-2", call.requestId());
    record.put("responseElements", response);
    Map<String, Object> s3 = new LinkedHashMap<>();
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", rule.id());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", bucket.name());
    shown.put("ownerIdentity", Map.of("principalId", Ownership.id(bucket.owner())));
    shown.put("arn", "arn:aws:s3:::" + bucket.name());
    s3.put("bucket", shown);
    s3.put("object", object(bucket, event, object));
    record.put("s3", s3);
    return record;
  }

  private static Map<String, Object> object(Bucket bucket, String event, StoredObject object) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("key", URLEncoder.encode(object.key(), StandardCharsets.UTF_8).replace("%2F", "/"));
    boolean removed = event.startsWith("ObjectRemoved");
    if (!removed) {
      shown.put("size", object.size());
    }
    if (!removed || object.marker()) {
      shown.put("eTag", object.marker() ? "d41d8cd98f00b204e9800998ecf8427e" : object.etag());
    }
    if (bucket.versioning() != Bucket.Versioning.NEVER) {
      shown.put("versionId", object.version());
    }
    shown.put("sequencer", HexFormat.of().withUpperCase().toHexDigits(object.sequence()));
    return shown;
  }
}
