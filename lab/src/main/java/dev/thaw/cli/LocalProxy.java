package dev.thaw.cli;

import dev.thaw.lambda.CloudAccess;
import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.proxy.Authority;
import dev.thaw.proxy.ExecEnvironment;
import dev.thaw.proxy.FunctionAccess;
import dev.thaw.proxy.Proxy;
import dev.thaw.proxy.TrustBundle;
import dev.thaw.proxy.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// The proxy of a running thaw: for its functions, and for shells that `thaw env` leads here. Only
/// a port until one of them comes: certificates take longer than all else that thaw does to start.
final class LocalProxy implements AutoCloseable {

  private final Path authority;
  private final IntSupplier thaw;
  private final Map<String, String> user = ExecEnvironment.asCalled(System.getenv());
  private final Proxy proxy;

  /// @param authority folder of the certificate authority
  /// @param thaw its port, once it is open
  LocalProxy(Path authority, IntSupplier thaw, Consumer<String> warnings) throws IOException {
    this.authority = authority.toAbsolutePath();
    this.thaw = thaw;
    proxy =
        new Proxy(
            () -> Authority.open(authority),
            () -> TrustBundle.gather(Optional.empty(), user).sockets(),
            new Proxy.Settings(thaw, upstream(warnings), false, Proxy.Limits.USUAL, warnings));
  }

  int port() {
    return proxy.port();
  }

  Path authority() {
    return authority;
  }

  /// The shells of an earlier thaw lead to a port that is closed. For whoever holds the data folder
  /// alone: a measurement beside that one has no shells.
  static void forgetShells(Path authority) {
    Directories.delete(authority.resolve("shells"));
  }

  /// @param folder for the files that functions see
  CloudAccess forFunctions(Path folder) {
    FunctionAccess access = new FunctionAccess(folder, authority, user, proxy.port());
    return new CloudAccess(
        (runtime, files) -> access.variables(thaw.getAsInt(), runtime, files),
        () -> Optional.of(access.files()));
  }

  @Override
  public void close() {
    proxy.close();
  }

  /// Most functions need no host of the internet, so a proxy that cannot be used is no reason not
  /// to start.
  private Upstream upstream(Consumer<String> warnings) {
    try {
      return Upstream.of(user);
    } catch (IllegalArgumentException e) {
      warnings.accept(
          e.getMessage() + "; for functions and thaw env, hosts are reached without it");
      return Upstream.none();
    }
  }
}
