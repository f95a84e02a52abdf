package dev.thaw.cli;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Passes signals on to a command, as a shell does that has replaced itself by it.
final class Signals {

  private static final List<String> PASSED = List.of("TERM", "INT", "HUP", "USR2", "WINCH");

  private static final MethodHandle KILL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Signals() {}

  /// From now on this process is not ended by them; it ends with the command.
  ///
  /// @param command its process id, once it has started: what comes before then waits for it
  static void passTo(CompletableFuture<Long> command) {
    try {
      // The JDK has no other way to hear of signals, and the compiler warns of this one by name.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler pass =
          (self, method, arguments) -> {
            if (method.getName().equals("handle")) {
              pass(
                  command.join(),
                  (String) signal.getMethod("getName").invoke(arguments[0]),
                  (int) signal.getMethod("getNumber").invoke(arguments[0]));
            }
            return null;
          };
      Object passing =
          Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, pass);
      for (String name : PASSED) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), passing);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signals cannot be passed on", e);
    }
  }

  private static void pass(long pid, String name, int number) {
    boolean fromTerminal = name.equals("INT") || name.equals("WINCH");
    if (fromTerminal && isForeground()) {
      return; // the terminal has sent it to the command as well
    }
    try {
      int status = (int) KILL.invokeExact((int) pid, number);
      if (status != 0) {
        System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "gone: " + pid);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("kill", e);
    }
  }

  /// Whether this process is in the group that the terminal sends its signals to.
  private static boolean isForeground() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[2].equals(fields[5]);
    } catch (IOException e) {
      return false;
    }
  }
}
