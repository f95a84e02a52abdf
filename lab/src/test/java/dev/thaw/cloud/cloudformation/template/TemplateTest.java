package dev.thaw.cloud.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateTest {

  private static final String ROLE = "{\"Resources\":{\"R\":{\"Type\":\"A::B::C\"%s}}}";

  @Test
  void readsShortFormsOfYaml() {
    Template template =
        Template.parse(
            """
            AWSTemplateFormatVersion: 2010-09-09
            Parameters:
              Size: {Type: Number, Default: 3}
            Conditions:
              Big: !Equals [!Ref Size, '3']
            Resources:
              A:
                Type: T::A::A
                Condition: Big
                Properties:
                  Version: 2012-10-17
                  Text: !Sub "${B.Arn}-${Size}"
                  Arn: !GetAtt B.Outputs.Deep
                  Flag: yes
                  Number: 3.10
              B: {Type: T::B::B}
            """);
    assertThat(Objects.requireNonNull(template.resources().get("A")).properties())
        .containsEntry("Version", "2012-10-17")
        .containsEntry("Text", Map.of("Fn::Sub", "${B.Arn}-${Size}"))
        .containsEntry("Arn", Map.of("Fn::GetAtt", List.of("B", "Outputs.Deep")))
        .containsEntry("Flag", "yes")
        .containsEntry("Number", "3.10");
    assertThat(template.conditions())
        .containsEntry("Big", Map.of("Fn::Equals", List.of(Map.of("Ref", "Size"), "3")));
    assertThat(Objects.requireNonNull(template.parameters().get("Size")).defaultValue())
        .contains("3");
  }

  @Test
  void readsJsonAndYamlAlike() {
    assertThat(Template.parse(ROLE.formatted("")))
        .isEqualTo(Template.parse("Resources:\n  R:\n    Type: A::B::C\n"));
  }

  @Test
  void saysWhatIsMissing() {
    refuses("{}", "Template format error: At least one Resources member must be defined.");
    refuses("[]", "Template format error: unsupported structure.");
    refuses("", "Template format error: unsupported structure.");
    refuses("{\"Resources\":", "JSON not well-formed. (line 1, column ");
    refuses("Resources: [", "YAML not well-formed. (line ");
    refuses("a: &x 1\nb: *x", "YAML aliases are not allowed in CloudFormation templates");
    refuses("a: !Nope 1", "!Nope");
    refuses("a: 1\na: 2", "the key a stands there twice");
    refuses("Foo: 1", "Invalid template property or properties [Foo]");
    refuses(
        "{\"Resources\":{\"R\":{}}}",
        "Template format error: [/Resources/R] Every Resources object must contain a Type member.");
    refuses(
        "{\"Resources\":{\"R\":{\"Type\":\"A\",\"Properties\":{\"P\":null}}}}",
        "[/Resources/R/Properties/P] 'null' values are not allowed in templates");
    refuses("{\"Resources\":{\"a-b\":{\"Type\":\"A\"}}}", "Resource name a-b is non alphanumeric.");
    refuses(ROLE.formatted(",\"Nope\":1"), "Invalid template resource property 'Nope'");
    refuses(ROLE.formatted(",\"DeletionPolicy\":\"Snapshot\""), "Snapshot");
  }

  @Test
  void saysWhichReferencesLeadNowhere() {
    refuses(
        ROLE.formatted(",\"Properties\":{\"P\":{\"Ref\":\"X\"},\"Q\":{\"Fn::Sub\":\"${Y}${!Z}\"}}"),
        "Template format error: Unresolved resource dependencies [X, Y] in the Resources block of"
            + " the template");
    refuses(
        ROLE.formatted(",\"DependsOn\":[\"X\"]"),
        "Unresolved resource dependencies [X] in the Resources block of the template");
    refuses(
        ROLE.formatted(",\"Properties\":{\"P\":{\"Fn::GetAtt\":[\"X\",\"Arn\"]}}"),
        "Template error: instance of Fn::GetAtt references undefined resource X");
    refuses(
        ROLE.formatted(",\"Condition\":\"C\""),
        "Unresolved condition dependency C in the Resources block of the template");
    refuses(
        "{\"Conditions\":{\"C\":{\"Fn::Equals\":[{\"Ref\":\"R\"},1]}},\"Resources\":{\"R\":{\"Type\":\"A\"}}}",
        "Unresolved dependencies [R]. Cannot reference resources in the Conditions block of the"
            + " template");
    refuses(
        ROLE.formatted(",\"Properties\":{\"P\":{\"Fn::Nope\":1}}"),
        "Encountered unsupported function: Fn::Nope");
    refuses(
        "{\"Resources\":{\"R\":{\"Type\":\"A\"}},\"Outputs\":{\"O\":{\"Value\":{\"Ref\":\"X\"}}}}",
        "Unresolved resource dependencies [X] in the Outputs block of the template");
  }

  @Test
  void saysWhichResourcesNeedEachOther() {
    refuses(
        """
        Resources:
          A: {Type: T, Properties: {P: !Ref B}}
          B: {Type: T, DependsOn: A}
          C: {Type: T, DependsOn: A}
          D: {Type: T}
        """,
        "Circular dependency between resources: [A, B]");
  }

  @Test
  void ordersByNeedElseAsWritten() {
    Template template =
        Template.parse(
            """
            Resources:
              A: {Type: T, Properties: {P: !Sub "${C.Arn}"}}
              B: {Type: T}
              C: {Type: T, DependsOn: B}
            """);
    assertThat(Dependencies.of(template, template.resources().keySet()).order())
        .containsExactly("B", "C", "A");
  }

  @Test
  void survivesHostileTexts() {
    refuses("[".repeat(100_000), "nesting deeper");
    refuses("{\"a\":".repeat(100_000), "JSON not well-formed");
    refuses("- ".repeat(20_000), "nesting deeper");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String good =
        "{\"Resources\":{\"R\":{\"Type\":\"A\",\"Properties\":{\"P\":{\"Fn::Sub\":\"${R}\"}}}}}";
    String alphabet = "{}[]:,\"!&*-#|> \n\t'%@`$?RefSub\\0";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? good : good.replace("\"", ""));
      for (int change = random.nextInt(6); change >= 0; change--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThatCode(() -> parsed(text.toString()))
          .as("seed %d, text %s", seed, text)
          .doesNotThrowAnyException();
    }
  }

  private static void parsed(String text) {
    try {
      Template.parse(text);
    } catch (TemplateException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void refuses(String template, String words) {
    assertThatThrownBy(() -> Template.parse(template))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(words);
  }
}
