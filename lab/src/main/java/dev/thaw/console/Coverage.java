package dev.thaw.console;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which of AWS's operations thaw offers, as `/_thaw/coverage` answers it. Counted from the
/// handlers that are there, so it cannot say more than is true.
public record Coverage(List<OfService> services) {

  /// @param missing operations that AWS has and thaw does not
  public record OfService(String name, SortedSet<String> offered, SortedSet<String> missing) {

    public int modelled() {
      return offered.size() + missing.size();
    }
  }

  public Coverage {
    services = List.copyOf(services);
  }

  /// Of all services that have a model, ordered by name.
  public static Coverage of(Models models, List<Service> services) {
    Map<String, Service> byName = new LinkedHashMap<>();
    services.forEach(service -> byName.put(service.name(), service));
    return new Coverage(
        models.entries().stream()
            .map(ServiceEntry::name)
            .map(name -> of(models, name, Optional.ofNullable(byName.get(name))))
            .toList());
  }

  private static OfService of(Models models, String name, Optional<Service> service) {
    SortedSet<String> missing = new TreeSet<>(models.load(name).operations().keySet());
    SortedSet<String> offered = new TreeSet<>();
    service.ifPresent(there -> offered.addAll(there.handlers().keySet()));
    missing.removeAll(offered);
    return new OfService(name, offered, missing);
  }

  public Optional<OfService> service(String name) {
    return services.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// The same of one service.
  public Coverage only(OfService service) {
    return new Coverage(List.of(service));
  }

  public byte[] json() {
    return Json.write(Map.of("services", services.stream().map(Coverage::members).toList()));
  }

  private static Map<String, Object> members(OfService service) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", service.name());
    members.put("modelled", service.modelled());
    members.put("offered", List.copyOf(service.offered()));
    members.put("missing", List.copyOf(service.missing()));
    return members;
  }

  /// Reads what [#json] wrote.
  ///
  /// @throws RuntimeException if it is something else
  public static Coverage read(byte[] json) {
    return new Coverage(
        new Document(Json.readObject(json))
            .documents("services").stream()
                .map(service ->
                    new OfService(
                        service.text("name"),
                        new TreeSet<>(service.texts("offered")),
                        new TreeSet<>(service.texts("missing"))))
                .toList());
  }
}
