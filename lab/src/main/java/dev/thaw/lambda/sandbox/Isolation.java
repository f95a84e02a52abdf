package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a sandbox keeps its processes apart from the rest of the machine. Each way ends in a shell
/// that reads what to start from its standard input and reports to its standard output; with the
/// program's end its input ends, and so do the shell and all that it started.
sealed interface Isolation {

  String name();

  /// The command line of a sandbox's init.
  ///
  /// @param joins files to which it writes itself first
  /// @param table of mounts
  List<String> command(List<Path> joins, Path table, Path root, String hostname);

  boolean namespaces();

  /// Own mount, process, IPC and host name spaces by `unshare` of util-linux; for an ordinary user
  /// within a user namespace of its own.
  ///
  /// @param root whether thaw runs as root: functions get a user of their own then, otherwise a
  ///   mapped one
  record Unshare(boolean root) implements Isolation {

    /// Runs as process 1 of the new namespaces. `$1` table, `$2` root, `$3` host name, then files
    /// to join.
    private static final String INIT =
        """
        table=$1; root=$2; host=$3; shift 3
        for join; do echo 0 >"$join" || exit 3; done
        { echo "$host" >/proc/sys/kernel/hostname; } 2>/dev/null || hostname "$host"
        mount -a -T "$table" || exit 4
        cd "$root" && pivot_root . .old && umount -l /.old && cd /var/task || exit 5
        ulimit -c 0; ulimit -n 1024; umask 022
        """;

    /// A change of user clears the parent-death signal that `unshare` has set, so it is set again.
    private static final String DROP_ROOT =
        "exec setpriv --pdeathsig KILL --reuid "
            + Skeleton.UID
            + " --regid "
            + Skeleton.GID
            + " --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all sh";

    private static final String DROP_USER =
        "exec setpriv --pdeathsig KILL --no-new-privs unshare --user --map-user="
            + Skeleton.UID
            + " --map-group="
            + Skeleton.GID
            + " sh";

    @Override
    public String name() {
      return "unshare";
    }

    @Override
    public boolean namespaces() {
      return true;
    }

    @Override
    public List<String> command(List<Path> joins, Path table, Path rootDirectory, String hostname) {
      List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "unshare"));
      if (!root) {
        command.addAll(List.of("--user", "--map-root-user"));
      }
      command.addAll(
          List.of("--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child=KILL", "sh", "-c"));
      command.add(INIT + (root ? DROP_ROOT : DROP_USER));
      command.add("thaw-init");
      command.add(table.toString());
      command.add(rootDirectory.toString());
      command.add(hostname);
      joins.forEach(join -> command.add(join.toString()));
      return command;
    }
  }

  /// No isolation: the processes see the machine as thaw does.
  record PlainProcess() implements Isolation {

    private static final String INIT =
        """
        for join; do echo 0 >"$join" || exit 3; done
        ulimit -c 0; umask 022
        exec sh
        """;

    @Override
    public String name() {
      return "process";
    }

    @Override
    public boolean namespaces() {
      return false;
    }

    @Override
    public List<String> command(List<Path> joins, Path table, Path rootDirectory, String hostname) {
      List<String> command = new ArrayList<>(List.of("sh", "-c", INIT, "thaw-init"));
      joins.forEach(join -> command.add(join.toString()));
      return command;
    }
  }
}
