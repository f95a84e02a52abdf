package dev.thaw.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom a command trusts: thaw's authority, the system's, Java's, and those that the user's own
/// variables name. The tools take one file instead of their usual ones, so it holds them all.
public final class TrustBundle {

  /// Variables that name a file of authorities; a command gets the bundle in each of them.
  public static final List<String> VARIABLES =
      List.of(
          "AWS_CA_BUNDLE",
          "REQUESTS_CA_BUNDLE",
          "SSL_CERT_FILE",
          "CURL_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS",
          "PIP_CERT",
          "GIT_SSL_CAINFO",
          "CARGO_HTTP_CAINFO",
          "DENO_CERT",
          "HTTPLIB2_CA_CERTS",
          "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
          "NIX_SSL_CERT_FILE",
          "HTTPS_CAFILE",
          "cafile");

  /// Where systems keep theirs: Debian, Red Hat, SUSE, Alpine and macOS, OpenBSD.
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"),
          Path.of("/usr/local/etc/openssl/cert.pem"));

  static final String PASSWORD = "changeit";

  private final Set<X509Certificate> certificates;
  private final List<String> omitted;

  private TrustBundle(Set<X509Certificate> certificates, List<String> omitted) {
    this.certificates = certificates;
    this.omitted = omitted;
  }

  /// @param ours empty where only the others are wanted
  /// @param environment the user's own
  public static TrustBundle gather(
      Optional<X509Certificate> ours, Map<String, String> environment) {
    return gather(ours, environment, SYSTEM);
  }

  static TrustBundle gather(
      Optional<X509Certificate> ours, Map<String, String> environment, List<Path> system) {
    TrustBundle bundle = new TrustBundle(new LinkedHashSet<>(), new ArrayList<>());
    ours.ifPresent(bundle.certificates::add);
    system.stream().filter(Files::isReadable).findFirst().ifPresent(file -> bundle.add("", file));
    for (String variable : VARIABLES) {
      String file = environment.getOrDefault(variable, "");
      if (!file.isBlank()) {
        bundle.add(variable + "=", Path.of(file));
      }
    }
    bundle.certificates.addAll(javasOwn());
    bundle.addJavaStore(environment.getOrDefault("JAVA_HOME", ""));
    return bundle;
  }

  /// The readable files of authorities: the system's, and those that the user's variables name.
  static Set<Path> files(Map<String, String> environment) {
    Set<Path> files = new LinkedHashSet<>();
    SYSTEM.stream().filter(Files::isReadable).findFirst().ifPresent(files::add);
    for (String variable : VARIABLES) {
      String named = environment.getOrDefault(variable, "");
      if (!named.isBlank() && Files.isReadable(Path.of(named))) {
        files.add(Path.of(named));
      }
    }
    files.removeIf(Files::isDirectory);
    return files;
  }

  /// What could not be taken in, and why; for the user.
  public List<String> omitted() {
    return List.copyOf(omitted);
  }

  Set<X509Certificate> certificates() {
    return Set.copyOf(certificates);
  }

  void writePem(Path file) throws IOException {
    StringBuilder text = new StringBuilder(256 * 1024);
    try {
      for (X509Certificate certificate : certificates) {
        text.append(Pem.of("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (CertificateEncodingException e) {
      throw new IOException(e);
    }
    Files.writeString(file, text, StandardCharsets.US_ASCII);
  }

  void writeJavaStore(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store().store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("the trust store cannot be written", e);
    }
  }

  /// For connections of our own to the user's proxy.
  public SSLSocketFactory sockets() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  private void add(String variable, Path file) {
    try {
      Pem.Certificates found =
          Pem.certificates(Files.readString(file, StandardCharsets.ISO_8859_1));
      certificates.addAll(found.readable());
      if (found.unreadable() > 0 || found.readable().isEmpty()) {
        omitted.add(
            variable
                + file
                + ": "
                + found.unreadable()
                + " certificates unreadable, "
                + found.readable().size()
                + " taken");
      }
    } catch (IOException e) {
      omitted.add(variable + file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /// A company's authority is often in the JDK that the user works with, which need not be ours.
  private void addJavaStore(String javaHome) {
    Path file = Path.of(javaHome, "lib", "security", "cacerts");
    if (javaHome.isBlank() || !Files.isReadable(file)) {
      return;
    }
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      for (String alias : java.util.Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      omitted.add(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static List<X509Certificate> javasOwn() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return Arrays.asList(x509.getAcceptedIssuers());
        }
      }
      return List.of();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java's own authorities cannot be read", e);
    }
  }
}
