package dev.thaw.cloud.cloudformation.template;

import java.util.List;

/// The argument of `Fn::GetAtt`.
///
/// @param name may hold a `Ref` in a list
record Attribute(String resource, Object name) {

  static Attribute of(Object argument) {
    if (argument instanceof String text) {
      int dot = text.indexOf('.');
      if (dot > 0) {
        return new Attribute(text.substring(0, dot), text.substring(dot + 1));
      }
    }
    if (argument instanceof List<?> list
        && list.size() == 2
        && list.getFirst() instanceof String resource) {
      return new Attribute(resource, list.getLast());
    }
    throw TemplateException.error(
        "Fn::GetAtt object requires two non-empty parameters, the resource name and the resource"
            + " attribute");
  }
}
