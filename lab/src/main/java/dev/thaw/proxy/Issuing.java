package dev.thaw.proxy;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// How certificates are made: EC P-256, signed with ECDSA and SHA-256, which every TLS client since
/// 2012 takes.
final class Issuing {

  private static final Duration ROOT_LIFE = Duration.ofDays(3650);

  /// Apple's clients take no certificate of a server that lives longer than 398 days.
  private static final Duration LEAF_LIFE = Duration.ofDays(396);

  /// Clocks of containers and virtual machines may be behind.
  private static final Duration SLACK = Duration.ofDays(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  private Issuing() {}

  static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  /// An authority that can vouch for nothing but AWS's names, whoever gets hold of its key.
  /// OpenSSL, Go and Node hold to that; Java does not look at a root's constraints.
  static X509Certificate root(KeyPair key, Instant now)
      throws GeneralSecurityException, IOException {
    X500Principal name = new X500Principal("CN=thaw local authority, O=thaw");
    JcaX509v3CertificateBuilder builder = builder(name, name, key.getPublic(), now, ROOT_LIFE);
    GeneralSubtree[] permitted =
        AwsHosts.DOMAINS.stream()
            .map(domain -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
            .toArray(GeneralSubtree[]::new);
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
        .addExtension(Extension.nameConstraints, true, new NameConstraints(permitted, null))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
    return signed(builder, key.getPrivate());
  }

  /// A certificate for exactly one host.
  static X509Certificate leaf(
      String host, PublicKey key, X509Certificate root, PrivateKey rootKey, Instant now)
      throws GeneralSecurityException, IOException {
    // A common name holds at most 64 characters; clients read the alternative name.
    X500Principal subject = new X500Principal("CN=thaw");
    JcaX509v3CertificateBuilder builder =
        builder(root.getSubjectX500Principal(), subject, key, now, LEAF_LIFE);
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
        .addExtension(
            Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(root));
    return signed(builder, rootKey);
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey key, Instant now, Duration life) {
    BigInteger serial = new BigInteger(120, RANDOM).setBit(119);
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(now.minus(SLACK)), Date.from(now.plus(life)), subject, key);
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, IOException {
    try {
      return Pem.certificate(
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("a certificate cannot be signed", e);
    }
  }
}
