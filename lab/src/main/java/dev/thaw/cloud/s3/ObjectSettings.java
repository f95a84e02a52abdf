package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is said of an object beside its bytes: tags, access, attributes.
final class ObjectSettings {

  private final Buckets buckets;
  private final Objects objects;
  private final ObjectWriter writer;
  private final Notifications notifications;

  ObjectSettings(
      Buckets buckets, Objects objects, ObjectWriter writer, Notifications notifications) {
    this.buckets = buckets;
    this.objects = objects;
    this.writer = writer;
    this.notifications = notifications;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutObjectTagging", this::putTags,
        "GetObjectTagging", this::getTags,
        "DeleteObjectTagging", this::deleteTags,
        "GetObjectAcl", this::getAcl,
        "PutObjectAcl", this::putAcl,
        "GetObjectAttributes", this::attributes);
  }

  private Answer putTags(Call call) {
    Map<String, String> tags =
        Tags.of(call.input().document("Tagging").documents("TagSet"), Tags.OF_OBJECT);
    return tagged(call, tags, "ObjectTagging:Put");
  }

  private Answer deleteTags(Call call) {
    return tagged(call, Map.of(), "ObjectTagging:Delete");
  }

  private Answer tagged(Call call, Map<String, String> tags, String event) {
    ObjectWriter.Written written =
        writer.change(call, Located.version(call.input()), object -> object.withTags(tags));
    notifications.fire(call, written.bucket(), event, written.object());
    return Answer.of(Located.versionMember(written.bucket(), written.object()));
  }

  private Answer getTags(Call call) {
    Located place = Located.of(call.input(), buckets.require(call), objects);
    StoredObject object = place.readable();
    Map<String, Object> output = new LinkedHashMap<>(place.versionMember(object));
    output.put("TagSet", Tags.set(object.tags()));
    return Answer.of(output);
  }

  /// The owner's alone: other lists are refused when they are put.
  private Answer getAcl(Call call) {
    Bucket bucket = buckets.require(call);
    Located.of(call.input(), bucket, objects).readable();
    return Answer.of(Ownership.canned("private", bucket));
  }

  private Answer putAcl(Call call) {
    Bucket bucket = buckets.require(call);
    Located.of(call.input(), bucket, objects).readable();
    boolean own =
        call.input().has("ACL")
            && !Ownership.isNamed(call.input())
            && !call.input().has("AccessControlPolicy");
    if (own) {
      return Answer.empty();
    }
    Ownership.requireLists(bucket);
    throw S3Errors.notEmulated("access control lists of objects");
  }

  private Answer attributes(Call call) {
    Document input = call.input();
    Located place = Located.of(input, buckets.require(call), objects);
    StoredObject object = place.readable();
    Map<String, Object> output = new LinkedHashMap<>(place.versionMember(object));
    output.put("LastModified", object.modified());
    for (String name : input.texts("ObjectAttributes")) {
      switch (name) {
        case "ETag" -> output.put("ETag", object.etag());
        case "ObjectSize" -> output.put("ObjectSize", object.size());
        case "StorageClass" ->
            output.put(
                "StorageClass", object.properties().getOrDefault("StorageClass", "STANDARD"));
        case "Checksum" -> output.put("Checksum", object.sums().membersWithType());
        case "ObjectParts" -> {
          if (object.multipart()) {
            output.put("ObjectParts", parts(input, object));
          }
        }
        default ->
            throw new ApiException(
                400, "InvalidArgument", "Invalid attribute name specified: " + name);
      }
    }
    return Answer.of(output);
  }

  private static Map<String, Object> parts(Document input, StoredObject object) {
    PartPage page = PartPage.of(input, object.parts());
    List<Object> entries = new ArrayList<>();
    for (StoredPart part : page.shown()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("PartNumber", (long) part.number());
      entry.put("Size", part.piece().size());
      entry.putAll(part.sums().members());
      entries.add(entry);
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("TotalPartsCount", (long) object.parts().size());
    parts.putAll(page.members());
    parts.put("Parts", entries);
    return parts;
  }
}
