package dev.thaw.lambda.sandbox;

/// Who a function is inside its namespaces. The numbers belong to nobody on usual machines; an
/// ordinary user's function has them inside only, and is that user for the host.
record Account(int uid, int gid, String name) {

  /// As AWS forms them.
  static final String HOST_NAME = "169-254-100-1";

  static final Account FUNCTION = new Account(993, 990, "sbx_user1051");

  String passwd() {
    return "root:x:0:0:root:/root:/sbin/nologin\n"
        + name
        + ":x:"
        + uid
        + ":"
        + gid
        + "::/home/"
        + name
        + ":/sbin/nologin\n";
  }

  String group() {
    return "root:x:0:\n" + name + ":x:" + gid + ":\n";
  }
}
