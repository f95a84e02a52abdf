package dev.thaw.cloud.cloudformation.template;

/// A template, or what was given for its parameters, that CloudFormation refuses, in its words.
public final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TemplateException(String message) {
    super(message, null, false, false);
  }

  static TemplateException format(String message) {
    return new TemplateException("Template format error: " + message);
  }

  static TemplateException error(String message) {
    return new TemplateException("Template error: " + message);
  }
}
