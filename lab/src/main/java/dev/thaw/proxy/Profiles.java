package dev.thaw.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The profiles of the user's AWS configuration, of which only what names a region or a way to
/// print is taken: a command is to find the same profiles, all leading to thaw.
///
/// @param settings by the profile's name; `region` and `output`, where set
record Profiles(Map<String, Map<String, String>> settings) {

  private static final Pattern SECTION =
      Pattern.compile("\\[\\s*(?:profile\\s+)?[\"']?([^\\]\"'\\s]+)[\"']?\\s*\\].*");
  private static final Pattern SETTING =
      Pattern.compile("(region|output)\\s*=\\s*([A-Za-z0-9_-]{1,64})");

  /// Sections of these kinds are no profiles.
  private static final Pattern OTHER =
      Pattern.compile("\\[\\s*(?:sso-session|services|plugins)\\b.*");

  /// @param config the text of the configuration file, empty for none
  /// @param credentials the text of the credentials file, empty for none
  static Profiles parse(String config, String credentials) {
    Map<String, Map<String, String>> settings = new TreeMap<>();
    settings.put("default", new TreeMap<>());
    read(config, settings);
    read(credentials, settings);
    return new Profiles(settings);
  }

  private static void read(String text, Map<String, Map<String, String>> settings) {
    Map<String, String> current = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String bare = line.strip();
      Matcher section = SECTION.matcher(bare);
      Matcher setting = SETTING.matcher(bare);
      if (OTHER.matcher(bare).matches()) {
        current = new TreeMap<>();
      } else if (section.matches()) {
        current = settings.computeIfAbsent(section.group(1), name -> new TreeMap<>());
      } else if (setting.matches() && !Character.isWhitespace(line.charAt(0))) {
        current.put(setting.group(1), setting.group(2));
      }
    }
  }

  /// @return empty if the profile names none
  String region(String profile) {
    return settings.getOrDefault(profile, Map.of()).getOrDefault("region", "");
  }

  /// A configuration file with the same profiles.
  String config(String endpoint, String usualRegion) {
    StringBuilder text = new StringBuilder();
    settings.forEach((name, values) -> {
      text.append(name.equals("default") ? "[default]\n" : "[profile " + name + "]\n");
      text.append("region = ").append(values.getOrDefault("region", usualRegion)).append('\n');
      if (values.containsKey("output")) {
        text.append("output = ").append(values.get("output")).append('\n');
      }
      text.append("endpoint_url = ").append(endpoint).append("\n\n");
    });
    return text.toString();
  }

  /// A credentials file with the same profiles, each with thaw's credentials.
  String credentials() {
    StringBuilder text = new StringBuilder();
    settings
        .keySet()
        .forEach(name ->
            text.append('[')
                .append(name)
                .append("]\naws_access_key_id = ")
                .append(ExecEnvironment.ACCESS_KEY)
                .append("\naws_secret_access_key = ")
                .append(ExecEnvironment.SECRET_KEY)
                .append("\n\n"));
    return text.toString();
  }
}
