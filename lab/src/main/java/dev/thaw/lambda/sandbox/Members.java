package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the processes of one sandbox, by the strongest mark there is.
sealed interface Members {

  /// Host process ids of the function's processes, without the shells that serve the sandbox.
  SequencedSet<Long> processes();

  /// Control groups: nobody leaves one.
  record InGroup(Cgroup cgroup) implements Members {

    @Override
    public SequencedSet<Long> processes() {
      return cgroup.processes();
    }
  }

  /// Everything below the first process of a process id namespace, which adopts all orphans.
  ///
  /// @param init host process id of the first process
  record BelowInit(long init) implements Members {

    @Override
    public SequencedSet<Long> processes() {
      SequencedSet<Long> all = Proc.descendants(init);
      SequencedSet<Long> function = new LinkedHashSet<>();
      for (long pid : all) {
        // the shells stay in the session of the launcher, the function's processes never are in it
        boolean ours =
            Proc.stat(pid).stream()
                .anyMatch(stat ->
                    Proc.stat(init).stream().allMatch(first -> first.session() == stat.session()));
        if (!ours) {
          function.add(pid);
        }
      }
      return function;
    }
  }

  /// Descendants of the processes that were started, everybody in their sessions, and whoever holds
  /// one of the sandbox's pipes or works in its directory. A process that sheds all of these is not
  /// found.
  ///
  /// @param directory the sandbox's on the host
  /// @param leaders process ids of those that were started; they lead their sessions
  /// @param since start of the oldest process that may belong to it, as in [Proc.Stat]: to look at
  ///   the descriptors of older ones would cost milliseconds
  record Marked(Path directory, Set<Long> leaders, long since) implements Members {

    /// @param parent process id of whoever starts its processes
    static Marked below(long parent, Path directory) {
      long since =
          Proc.available()
              ? Proc.stat(parent).stream().mapToLong(Proc.Stat::started).findFirst().orElse(0)
              : 0;
      return new Marked(directory, ConcurrentHashMap.newKeySet(), since);
    }

    static Marked in(Path directory) {
      return new Marked(directory, ConcurrentHashMap.newKeySet(), 0);
    }

    @Override
    public SequencedSet<Long> processes() {
      SequencedSet<Long> found = new LinkedHashSet<>();
      if (!Proc.available()) {
        for (long leader : leaders) {
          ProcessHandle.of(leader)
              .ifPresent(process -> {
                found.add(leader);
                process.descendants().forEach(child -> found.add(child.pid()));
              });
        }
        return found;
      }
      long self = ProcessHandle.current().pid();
      String prefix = directory + "/";
      for (long pid : Proc.all()) {
        if (pid == self) {
          continue;
        }
        List<Proc.Stat> stat = Proc.stat(pid);
        if (stat.stream().anyMatch(s -> s.started() < since)) {
          continue;
        }
        boolean inSession = stat.stream().anyMatch(s -> leaders.contains(s.session()));
        boolean holdsPipe =
            !inSession
                && Proc.descriptors(pid).stream()
                    .anyMatch(target ->
                        target.startsWith(prefix + "output-")
                            || target.startsWith(prefix + "telemetry-"));
        if (inSession || holdsPipe) {
          found.add(pid);
          found.addAll(Proc.descendants(pid));
        }
      }
      return found;
    }
  }
}
