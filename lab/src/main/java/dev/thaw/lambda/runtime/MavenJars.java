package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.io.Reader;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// AWS's Java runtime client and what it needs, from Maven's central registry: by plain GET, from
/// the user's mirror and through the user's proxy if there are such, and checked by hash.
///
/// @param registry base address of the registry
/// @param proxy where requests go through
record MavenJars(URI registry, Optional<InetSocketAddress> proxy) {

  static final String CLIENT_VERSION = "2.9.0";

  private static final URI CENTRAL = URI.create("https://repo.maven.apache.org/maven2");

  /// @param sha256 in hexadecimal
  private record Jar(String group, String name, String version, String sha256) {

    String file() {
      return name + "-" + version + ".jar";
    }

    String path() {
      return group.replace('.', '/') + "/" + name + "/" + version + "/" + file();
    }
  }

  private static final List<Jar> JARS =
      List.of(
          new Jar(
              "com.amazonaws",
              "aws-lambda-java-runtime-interface-client",
              CLIENT_VERSION,
              "26568a5f63bf9e921567e77661be425650abc8972bae2aa0b7e99bab4e4239d9"),
          new Jar(
              "com.amazonaws",
              "aws-lambda-java-core",
              "1.4.0",
              "575c24393cc1ad645e83e618956eabd89ffe8cc09efae2cb62bc6589154d68ed"),
          new Jar(
              "com.amazonaws",
              "aws-lambda-java-serialization",
              "1.2.0",
              "1513c1f945a3213f916a4b2de1760c97b51d84d110f82bbbcf9cfac53d5651e7"),
          new Jar(
              "software.amazon.awssdk",
              "utils-lite",
              "2.34.0",
              "efaf784f07ae526f0b5c89d71ef21cf16636131c47d44616e3df9bedc3f4f89a"),
          new Jar(
              "software.amazon.awssdk",
              "annotations",
              "2.34.0",
              "fafdcb55f4e5af603f5219f4a2b080aa0decb562a7c0944f7a7eca82dd47e487"));

  /// The registry and proxy of this user: Maven's `settings.xml`, and the usual variables.
  static MavenJars ofThisUser() {
    Path settings = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
    URI registry = mirror(settings).orElse(CENTRAL);
    return new MavenJars(registry, proxy(registry, System.getenv()));
  }

  /// Fetches all jars into a directory.
  ///
  /// @throws IOException if one cannot be fetched or is not what it should be
  void fetch(Path directory, Consumer<String> progress) throws IOException {
    Files.createDirectories(directory);
    try (HttpClient client = client()) {
      for (Jar jar : JARS) {
        URI address = URI.create(registry.toString().replaceAll("/$", "") + "/" + jar.path());
        progress.accept(jar.file() + " from " + registry.getHost());
        HttpResponse<byte[]> answer =
            client.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IOException(address + ": status " + answer.statusCode() + " (expected: 200)");
        }
        String sha256 = sha256(answer.body());
        if (!sha256.equals(jar.sha256())) {
          throw new IOException(
              address + ": SHA-256 " + sha256 + " (expected: " + jar.sha256() + ")");
        }
        Files.write(directory.resolve(jar.file()), answer.body());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("fetching from " + registry + " was interrupted", stopped);
    }
  }

  private HttpClient client() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL);
    proxy.ifPresent(address -> builder.proxy(ProxySelector.of(address)));
    String user = registry.getUserInfo();
    if (user != null && user.contains(":")) {
      String name = user.substring(0, user.indexOf(':'));
      char[] word = user.substring(user.indexOf(':') + 1).toCharArray();
      builder.authenticator(
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              return new PasswordAuthentication(name, word);
            }
          });
    }
    return builder.build();
  }

  /// The mirror of central in Maven's settings; empty if there is none or the file is unreadable.
  static Optional<URI> mirror(Path settings) {
    if (!Files.isRegularFile(settings)) {
      return Optional.empty();
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (Reader reader = Files.newBufferedReader(settings)) {
      XMLStreamReader xml = factory.createXMLStreamReader(reader);
      List<String> path = new ArrayList<>();
      String of = "";
      String url = "";
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> path.add(xml.getLocalName());
          case XMLStreamConstants.CHARACTERS -> {
            String where = String.join("/", path);
            if (where.equals("settings/mirrors/mirror/mirrorOf")) {
              of += xml.getText();
            } else if (where.equals("settings/mirrors/mirror/url")) {
              url += xml.getText();
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            if (path.removeLast().equals("mirror")) {
              if (isCentral(of.strip()) && url.strip().startsWith("http")) {
                return Optional.of(URI.create(url.strip()));
              }
              of = "";
              url = "";
            }
          }
          default -> {
            // comments and the like
          }
        }
      }
      return Optional.empty();
    } catch (IOException | XMLStreamException | IllegalArgumentException unreadable) {
      System.getLogger(MavenJars.class.getName())
          .log(System.Logger.Level.WARNING, "ignoring {0}: {1}", settings, unreadable.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isCentral(String mirrorOf) {
    List<String> parts = List.of(mirrorOf.split("\\s*,\\s*"));
    return !parts.contains("!central")
        && parts.stream().anyMatch(List.of("central", "*", "external:*")::contains);
  }

  /// The proxy that the usual variables name for an address.
  static Optional<InetSocketAddress> proxy(URI address, Map<String, String> environment) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    for (String entry : variable(environment, "no_proxy").split(",")) {
      String suffix = entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
      if (suffix.equals("*")
          || (!suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)))) {
        return Optional.empty();
      }
    }
    String value = variable(environment, address.getScheme() + "_proxy");
    if (value.isEmpty()) {
      value = variable(environment, "all_proxy");
    }
    if (value.isEmpty()) {
      return Optional.empty();
    }
    URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
    if (proxy.getHost() == null) {
      throw new RuntimeUnavailable("proxy: " + value + " (expected: http://host:port)");
    }
    return Optional.of(
        InetSocketAddress.createUnresolved(
            proxy.getHost(), proxy.getPort() < 0 ? 3128 : proxy.getPort()));
  }

  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
