package dev.thaw.proxy;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys as text (RFC 7468).
final class Pem {

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /// @param unreadable how many blocks hold no certificate that Java can read
  record Certificates(List<X509Certificate> readable, int unreadable) {}

  private Pem() {}

  static String of(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  static Certificates certificates(String text) {
    List<X509Certificate> readable = new ArrayList<>();
    int unreadable = 0;
    Matcher matcher = CERTIFICATE.matcher(text);
    while (matcher.find()) {
      try {
        readable.add(certificate(Base64.getMimeDecoder().decode(matcher.group(1))));
      } catch (IllegalArgumentException | CertificateException e) {
        unreadable++;
      }
    }
    return new Certificates(readable, unreadable);
  }

  /// @throws IllegalArgumentException if the text holds no key
  static byte[] privateKey(String text) {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no PEM block PRIVATE KEY");
    }
    return Base64.getMimeDecoder().decode(matcher.group(1));
  }

  static X509Certificate certificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
