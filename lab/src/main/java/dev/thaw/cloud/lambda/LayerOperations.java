package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Publishing, showing and deleting versions of layers.
final class LayerOperations {

  private static final int PAGE = 50;

  /// What a publisher may say of a version.
  private static final List<String> DETAILS =
      List.of("CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo");

  private final LayerStore layers;
  private final LayerAccess access;
  private final CodeUploads uploads;
  private final Clock clock;

  LayerOperations(LayerStore layers, LayerAccess access, CodeUploads uploads, Clock clock) {
    this.layers = layers;
    this.access = access;
    this.uploads = uploads;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PublishLayerVersion", this::publish,
        "GetLayerVersion", this::get,
        "GetLayerVersionByArn", this::getByArn,
        "ListLayers", this::list,
        "ListLayerVersions", this::listVersions,
        "DeleteLayerVersion", this::delete);
  }

  private Answer publish(Call call) {
    Document input = call.input();
    LayerKey key = LayerAccess.own(input.text("LayerName"), "PublishLayerVersion", call.scope());
    Map<String, Object> details = new HashMap<>();
    details.put("Description", "");
    for (String name : DETAILS) {
      if (input.has(name)) {
        details.put(name, input.members().get(name));
      }
    }
    details.put("CreatedDate", LambdaTimes.modified(clock));
    StoredPackage content = uploads.take(input.document("Content"), call.scope());
    LayerRecord after =
        layers.update(
            key,
            layer ->
                layer.with(
                    new LayerVersion(
                        key,
                        layer.lastVersion() + 1,
                        new Document(details),
                        content,
                        ResourcePolicy.NONE)));
    return shown(call, after.versions().getLast());
  }

  private static Answer shown(Call call, LayerVersion version) {
    return Answer.of(version.shown(CodeDownloads.location(call.head(), version.content())));
  }

  private Answer get(Call call) {
    LayerKey key = LayerKey.parse(call.input().text("LayerName"), call.scope());
    return shown(call, access.read(key, call.input().number("VersionNumber"), call.scope()));
  }

  private Answer getByArn(Call call) {
    return shown(call, access.read(call.input().text("Arn"), call.scope()));
  }

  /// Layers with a version that fits, and the newest such.
  private Answer list(Call call) {
    List<LayerVersion> newest = new ArrayList<>();
    for (LayerRecord layer : layers.list(call.scope().account(), call.scope().region())) {
      List<LayerVersion> fitting = fitting(layer, call.input());
      if (!fitting.isEmpty()) {
        newest.add(fitting.getLast());
      }
    }
    Paging<LayerVersion> page = Page.of(newest, each -> each.key().name(), call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(
        "Layers",
        page.items().stream()
            .map(version ->
                Map.of(
                    "LayerName", version.key().name(),
                    "LayerArn", version.key().arn(),
                    "LatestMatchingVersion", version.listed()))
            .toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  private static List<LayerVersion> fitting(LayerRecord layer, Document input) {
    String runtime = input.optionalText("CompatibleRuntime").orElse("");
    String architecture = input.optionalText("CompatibleArchitecture").orElse("");
    return layer.versions().stream().filter(each -> each.fits(runtime, architecture)).toList();
  }

  /// The newest first; a layer that is not known has none.
  private Answer listVersions(Call call) {
    LayerKey key =
        LayerAccess.own(call.input().text("LayerName"), "ListLayerVersions", call.scope());
    List<LayerVersion> fitting = fitting(layers.layer(key), call.input()).reversed();
    Paging<LayerVersion> page = Page.of(fitting, LayerOperations::order, call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("LayerVersions", page.items().stream().map(LayerVersion::listed).toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  private static String order(LayerVersion version) {
    return "%019d".formatted(Long.MAX_VALUE - version.number());
  }

  /// Succeeds when there is none, as on AWS. Functions that use the version keep its content.
  private Answer delete(Call call) {
    LayerKey key =
        LayerAccess.own(call.input().text("LayerName"), "DeleteLayerVersion", call.scope());
    long number = call.input().number("VersionNumber");
    if (number < 1) {
      throw LambdaErrors.invalid("Layer Version Cannot be less than 1.");
    }
    if (layers.find(key, number).isPresent()) {
      layers.update(key, layer -> layer.without(number));
    }
    return Answer.empty();
  }
}
