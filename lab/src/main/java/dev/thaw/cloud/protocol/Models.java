package dev.thaw.cloud.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/// The service models that came with the program. The index is read at once, a model when it is
/// first asked for.
public final class Models {

  private static final String FOLDER = "/dev/thaw/cloud/models/";

  private final Map<String, ServiceEntry> entries;
  private final Map<String, ServiceModel> loaded = new ConcurrentHashMap<>();

  private Models(List<ServiceEntry> services) {
    Map<String, ServiceEntry> byName = new LinkedHashMap<>();
    services.forEach(entry -> byName.put(entry.name(), entry));
    entries = Map.copyOf(byName);
  }

  public static Models bundled() {
    Document index = new Document(Json.readObject(resource("index.json")));
    List<ServiceEntry> services = new ArrayList<>();
    for (Document service : index.documents("services")) {
      String endpoint = service.text("endpointPrefix");
      services.add(
          new ServiceEntry(
              service.text("name"),
              service.text("apiVersion"),
              service.text("serviceId"),
              service.texts("protocols"),
              service.optionalText("signingName").orElse(endpoint),
              endpoint,
              service.optionalText("targetPrefix"),
              service.optionalText("jsonVersion"),
              service.optionalText("xmlNamespace"),
              service.has("awsQueryCompatible")));
    }
    return new Models(services);
  }

  /// All services that have a model.
  public List<ServiceEntry> entries() {
    return entries.values().stream().sorted(Comparator.comparing(ServiceEntry::name)).toList();
  }

  /// @throws ModelException if there is no model of that name
  ServiceEntry entry(String name) {
    ServiceEntry entry = entries.get(name);
    if (entry == null) {
      throw new ModelException("service: " + name + " (expected: one of " + entries.keySet() + ")");
    }
    return entry;
  }

  /// @throws ModelException if there is no model of that name
  public ServiceModel load(String name) {
    return loaded.computeIfAbsent(
        name,
        wanted -> {
          ServiceEntry entry = entry(wanted);
          Document document = new Document(Json.readObject(resource(wanted + ".json.gz")));
          return new ModelReader(entry, document).read();
        });
  }

  private static byte[] resource(String name) {
    try (InputStream raw = Models.class.getResourceAsStream(FOLDER + name)) {
      if (raw == null) {
        throw new ModelException(
            "resource: " + FOLDER + name + " (expected: in the program's jar)");
      }
      try (InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
