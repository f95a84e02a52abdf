package dev.thaw.proxy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The certificate authority of one data folder: made once, its key readable by its owner alone.
///
/// Nobody trusts it but the commands that `thaw exec` starts, and shells that asked for it.
public final class Authority {

  /// The folder cannot be used, or holds something else than an authority.
  public static final class Unusable extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static final String CERTIFICATE = "ca.pem";
  private static final String KEY = "ca-key.pem";
  private static final String LOCK = "lock";

  /// The lock of the file is that of the whole process.
  private static final ReentrantLock OPENING = new ReentrantLock();

  private static final Duration RENEWAL = Duration.ofDays(400);

  private final Path folder;
  private final X509Certificate certificate;
  private final PrivateKey key;

  private Authority(Path folder, X509Certificate certificate, PrivateKey key) {
    this.folder = folder;
    this.certificate = certificate;
    this.key = key;
  }

  /// Opens the authority of a folder, or makes one where there is none or it is about to end. Those
  /// who do so at the same time get the same one.
  ///
  /// @throws Unusable with what is wrong and what to do
  public static Authority open(Path folder) {
    OPENING.lock();
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        return loadOrMake(folder);
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable(
          "the certificate authority in "
              + folder
              + " cannot be used: "
              + e
              + "; delete that folder to have a new one made",
          e);
    } finally {
      OPENING.unlock();
    }
  }

  /// The certificate of a folder's authority as PEM. It is made if there is none, and else not even
  /// looked at: whoever needs the key opens the authority.
  static String certificateText(Path folder) throws IOException {
    Path file = folder.resolve(CERTIFICATE);
    if (!Files.isReadable(file)) {
      open(folder);
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static Authority loadOrMake(Path folder) throws IOException, GeneralSecurityException {
    if (Files.exists(folder.resolve(KEY)) && Files.exists(folder.resolve(CERTIFICATE))) {
      Authority kept = load(folder);
      if (kept.certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEWAL))) {
        return kept;
      }
    }
    return make(folder);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public Path folder() {
    return folder;
  }

  /// A key and the certificates that vouch for it, the host's own first.
  record Identity(PrivateKey key, List<X509Certificate> chain) {}

  Identity issue(String host) throws GeneralSecurityException, IOException {
    KeyPair pair = Issuing.newKey();
    X509Certificate leaf = Issuing.leaf(host, pair.getPublic(), certificate, key, Instant.now());
    return new Identity(pair.getPrivate(), List.of(leaf, certificate));
  }

  private static Authority load(Path folder) throws IOException, GeneralSecurityException {
    Path keyFile = folder.resolve(KEY);
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    Pem.Certificates found =
        Pem.certificates(
            Files.readString(folder.resolve(CERTIFICATE), StandardCharsets.ISO_8859_1));
    if (found.readable().size() != 1) {
      throw new IllegalArgumentException(
          CERTIFICATE + ": " + found.readable().size() + " certificates (expected: 1)");
    }
    byte[] encoded = Pem.privateKey(Files.readString(keyFile, StandardCharsets.ISO_8859_1));
    PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    Authority authority = new Authority(folder, found.readable().getFirst(), key);
    authority.requireMatch();
    return authority;
  }

  /// Every handshake would fail with a key that is another certificate's.
  private void requireMatch() throws GeneralSecurityException {
    byte[] text = "thaw".getBytes(StandardCharsets.UTF_8);
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key);
    signer.update(text);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(text);
    if (!signer.verify(signature)) {
      throw new IllegalArgumentException(KEY + " is not the key of " + CERTIFICATE);
    }
  }

  private static Authority make(Path folder) throws IOException, GeneralSecurityException {
    KeyPair pair = Issuing.newKey();
    X509Certificate certificate = Issuing.root(pair, Instant.now());
    replace(folder, KEY, Pem.of("PRIVATE KEY", pair.getPrivate().getEncoded()), "rw-------");
    replace(folder, CERTIFICATE, Pem.of("CERTIFICATE", certificate.getEncoded()), "rw-r--r--");
    return new Authority(folder, certificate, pair.getPrivate());
  }

  /// The file has its permissions before it has its content, and is whole or not there.
  private static void replace(Path folder, String name, String text, String permissions)
      throws IOException {
    Path part =
        Files.createTempFile(
            folder,
            name,
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    Files.writeString(part, text, StandardCharsets.ISO_8859_1);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
