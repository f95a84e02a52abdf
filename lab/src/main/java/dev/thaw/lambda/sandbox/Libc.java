package dev.thaw.lambda.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The few calls of the C library that Java does not offer.
final class Libc {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MKFIFO =
      handle(
          "mkfifo",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle CHMOD =
      handle(
          "chmod",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle KILL =
      handle(
          "kill",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle GETUID =
      handle("getuid", FunctionDescriptor.of(ValueLayout.JAVA_INT));

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  static final int SIGKILL = 9;
  static final int SIGSTOP = LINUX ? 19 : 17;
  static final int SIGCONT = LINUX ? 18 : 19;

  private Libc() {}

  /// Makes a FIFO that everyone may open: its directory says who can reach it.
  static void mkfifo(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      if ((int) MKFIFO.invokeExact(name, 0666) != 0 || (int) CHMOD.invokeExact(name, 0666) != 0) {
        throw new SandboxException("mkfifo " + path + ": failed", null);
      }
    } catch (SandboxException e) {
      throw e;
    } catch (Throwable e) {
      throw new SandboxException("mkfifo " + path, e);
    }
  }

  /// @param pid a process, or minus a process group
  /// @return whether it was there
  static boolean kill(long pid, int signal) {
    if (pid == 0 || pid == 1 || pid == -1) {
      throw new IllegalArgumentException("pid: " + pid + " (expected: a process or group of ours)");
    }
    try {
      return (int) KILL.invokeExact((int) pid, signal) == 0;
    } catch (Throwable e) {
      throw new SandboxException("kill " + pid, e);
    }
  }

  static int uid() {
    try {
      return (int) GETUID.invokeExact();
    } catch (Throwable e) {
      throw new SandboxException("getuid", e);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
  }
}
