package dev.thaw.cli;

import picocli.CommandLine.IVersionProvider;

/// What version this is.
final class Version implements IVersionProvider {

  static final String NUMBER = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"thaw " + NUMBER + ", Java " + Runtime.version()};
  }
}
