package dev.thaw.cloud.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.state.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All stacks, also those that are deleted, their change sets and their events.
final class StackStore {

  private final Store store;
  private final Store.Table stacks;
  private final Store.Table names;
  private final Store.Table events;
  private final Store.Table changeSets;

  /// The number of the next event by the stack's key; only used within a change.
  private final Map<String, Integer> eventNumbers = new HashMap<>();

  StackStore(Store store) {
    this.store = store;
    stacks = store.table("cloudformation-stacks");
    names = store.table("cloudformation-names");
    events = store.table("cloudformation-events");
    changeSets = store.table("cloudformation-change-sets");
  }

  /// By name if it is there, by ARN also once it is deleted.
  Optional<Stack> find(Scope scope, String nameOrArn) {
    Optional<String> uuid =
        nameOrArn.startsWith("arn:")
            ? Optional.of(nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1))
            : names.get(nameKey(scope, nameOrArn)).map(bytes -> new String(bytes, UTF_8));
    return uuid.flatMap(id -> stacks.get(prefix(scope) + id)).map(StackCodec::read);
  }

  /// All that are there, in the order of their names.
  List<Stack> present(Scope scope) {
    return names.startingWith(prefix(scope)).values().stream()
        .map(uuid -> stacks.get(prefix(scope) + new String(uuid, UTF_8)))
        .flatMap(Optional::stream)
        .map(StackCodec::read)
        .toList();
  }

  List<Stack> all(Scope scope) {
    return stacks.startingWith(prefix(scope)).values().stream().map(StackCodec::read).toList();
  }

  /// Of all accounts and regions.
  List<Stack> everywhere() {
    return stacks.startingWith("").values().stream().map(StackCodec::read).toList();
  }

  /// @return false if there is one of that name already
  boolean add(Stack stack, List<StackEvent> told) {
    return store.change(() -> {
      String name = nameKey(stack.identity().scope(), stack.identity().name());
      if (names.get(name).isPresent()) {
        return false;
      }
      names.put(name, stack.identity().uuid().getBytes(UTF_8));
      save(stack, told);
      return true;
    });
  }

  /// Changes a stack and tells of it, as one.
  Stack change(StackIdentity identity, UnaryOperator<Stack> change, List<StackEvent> told) {
    return store.change(() -> {
      Stack next = change.apply(StackCodec.read(stacks.get(identity.key()).orElseThrow()));
      save(next, told);
      if (next.status() == StackStatus.DELETE_COMPLETE) {
        names.remove(nameKey(identity.scope(), identity.name()));
      }
      return next;
    });
  }

  private void save(Stack stack, List<StackEvent> told) {
    String key = stack.identity().key();
    eventNumbers.computeIfAbsent(key, this::freeNumber);
    stacks.put(key, StackCodec.write(stack));
    for (StackEvent event : told) {
      int number = eventNumbers.merge(key, 1, Integer::sum) - 1;
      events.put("%s/%09d".formatted(key, number), event.written());
    }
  }

  private int freeNumber(String key) {
    int free = 0;
    for (String event : events.startingWith(key + "/").keySet()) {
      free = Integer.parseInt(event.substring(key.length() + 1)) + 1;
    }
    return free;
  }

  /// The newest first.
  List<StackEvent> events(StackIdentity identity) {
    List<StackEvent> all = new ArrayList<>();
    events
        .startingWith(identity.key() + "/")
        .values()
        .forEach(event -> all.add(StackEvent.read(event)));
    Collections.reverse(all);
    return all;
  }

  void put(ChangeSet changeSet) {
    store.change(() -> {
      changeSets.put(changeSet.key(), changeSet.written());
      return true;
    });
  }

  /// What was planned for a stack that has changed since cannot be done any more.
  void outdateChangeSets(StackIdentity identity) {
    List<ChangeSet> open =
        changeSets(identity).stream()
            .filter(set -> set.condition().execution().equals("AVAILABLE"))
            .toList();
    if (open.isEmpty()) {
      return;
    }
    store.change(() -> {
      for (ChangeSet set : open) {
        ChangeSet.Condition now = set.condition();
        ChangeSet.Condition next = new ChangeSet.Condition(now.status(), now.reason(), "OBSOLETE");
        changeSets.put(set.key(), set.in(next).written());
      }
      return true;
    });
  }

  /// The one that is done; the others of its stack go.
  void leaveOnly(ChangeSet done) {
    store.change(() -> {
      changeSets.startingWith(done.stack().key() + "/").keySet().forEach(changeSets::remove);
      changeSets.put(done.key(), done.written());
      return true;
    });
  }

  void remove(ChangeSet changeSet) {
    store.change(() -> {
      changeSets.remove(changeSet.key());
      return true;
    });
  }

  /// Change sets of a stack, by their names.
  List<ChangeSet> changeSets(StackIdentity identity) {
    return changeSets.startingWith(identity.key() + "/").values().stream()
        .map(bytes -> ChangeSet.read(identity, bytes))
        .toList();
  }

  private static String prefix(Scope scope) {
    return scope.account() + "/" + scope.region() + "/";
  }

  private static String nameKey(Scope scope, String name) {
    return prefix(scope) + name;
  }
}
