package dev.thaw.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {

  @TempDir Path data;

  private static void validate(Authority authority, X509Certificate leaf) throws Exception {
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
  }

  @Test
  void isMadeOnceAndKeptFromOthers() throws Exception {
    Path folder = data.resolve("authority");
    Authority made = Authority.open(folder);
    assertThat(Authority.open(folder).certificate()).isEqualTo(made.certificate());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("ca-key.pem"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("ca.pem", "ca-key.pem", "lock");
    }
  }

  @Test
  void isTheSameForAllWhoOpenItAtOnce() throws Exception {
    Path folder = data.resolve("authority");
    List<Callable<X509Certificate>> openers =
        Collections.nCopies(4, () -> Authority.open(folder).certificate());
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Set<X509Certificate> seen = new HashSet<>();
      for (Future<X509Certificate> opened : threads.invokeAll(openers)) {
        seen.add(opened.get());
      }
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void takesTheKeyBackFromOthersWhoMightReadIt() throws Exception {
    Authority.open(data);
    Path key = data.resolve("ca-key.pem");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Authority.open(data);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void vouchesForExactlyTheHostAndNotForTooLong() throws Exception {
    Authority authority = Authority.open(data);
    X509Certificate leaf = authority.issue("api.ecr.us-east-1.amazonaws.com").chain().getFirst();
    validate(authority, leaf);
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "api.ecr.us-east-1.amazonaws.com"));
    assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
        .isLessThanOrEqualTo(Duration.ofDays(397));
  }

  @Test
  void mayVouchForNobodyButAws() throws Exception {
    byte[] extension =
        ASN1OctetString.getInstance(
                Authority.open(data)
                    .certificate()
                    .getExtensionValue(Extension.nameConstraints.getId()))
            .getOctets();
    assertThat(NameConstraints.getInstance(extension).getPermittedSubtrees())
        .extracting(subtree -> subtree.getBase().getName().toString())
        .containsExactlyElementsOf(AwsHosts.DOMAINS);
  }

  @Test
  void saysWhatToDoWhenTheFolderHoldsSomethingElse() throws Exception {
    Authority.open(data);
    Files.writeString(data.resolve("ca.pem"), "nonsense");
    assertThatExceptionOfType(Authority.Unusable.class)
        .isThrownBy(() -> Authority.open(data))
        .withMessageContaining("0 certificates (expected: 1)")
        .withMessageContaining("delete that folder");
  }

  @Test
  void refusesAKeyOfAnotherAuthority() throws Exception {
    Authority.open(data.resolve("a"));
    Authority.open(data.resolve("b"));
    Files.copy(
        data.resolve("b/ca-key.pem"),
        data.resolve("a/ca-key.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatExceptionOfType(Authority.Unusable.class)
        .isThrownBy(() -> Authority.open(data.resolve("a")))
        .withMessageContaining("is not the key of");
  }
}
