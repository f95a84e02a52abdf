package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.resource.Resource;
import dev.thaw.cloud.cloudformation.resource.ResourceFailure;
import dev.thaw.cloud.cloudformation.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Things that exist only in a map. A thing whose size is `bad` cannot be made or changed; one that
/// is `stuck` cannot be deleted; one that `waits` is made once the latch opens.
final class ThingType implements ResourceType {

  final Map<String, Map<String, Object>> things = new ConcurrentHashMap<>();
  final List<String> log = new ArrayList<>();
  volatile boolean refuses;
  final CountDownLatch latch = new CountDownLatch(1);

  @Override
  public String name() {
    return "Test::Thing::Thing";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  private static String id(Resource resource) {
    Object name = resource.properties().get("Name");
    return name != null
        ? name.toString()
        : resource.stackName() + "-" + resource.logicalId() + "-" + resource.suffix();
  }

  @Override
  public Made create(Resource resource) {
    String id = id(resource);
    check(resource);
    if (resource.properties().containsKey("Waits")) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    things.put(id, resource.properties());
    note("create " + resource.logicalId());
    return new Made(id, Map.of("Arn", "arn:" + id));
  }

  private static void check(Resource resource) {
    if ("bad".equals(resource.properties().get("Size"))) {
      throw new ResourceFailure("Size: bad (expected: good)");
    }
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    check(resource);
    if (refuses) {
      throw new ResourceFailure("no changes now");
    }
    things.put(physicalId, resource.properties());
    note("update " + resource.logicalId());
    return Map.of("Arn", "arn:" + physicalId);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    if (resource.properties().containsKey("Stuck")) {
      throw new ResourceFailure("stuck");
    }
    things.remove(physicalId);
    note("delete " + resource.logicalId());
  }

  private synchronized void note(String what) {
    log.add(what);
  }

  @Override
  public Set<String> replacing() {
    return Set.of("Name", "Fixed");
  }
}
