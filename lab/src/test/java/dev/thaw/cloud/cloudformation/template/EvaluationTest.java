package dev.thaw.cloud.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final String HEAD =
      """
      Parameters:
        Stage: {Type: String}
        Names: {Type: CommaDelimitedList}
      Mappings:
        Sizes: {dev: {memory: 128, list: [a, b]}}
      Conditions:
        Dev: !Equals [!Ref Stage, dev]
        NotDev: !Not [!Condition Dev]
        Both: !And [!Condition Dev, !Condition NotDev]
        Either: !Or [!Condition Dev, !Condition NotDev]
      Resources:
        Other: {Type: T}
        Gone: {Type: T, Condition: NotDev}
        R:
          Type: T
          Properties:
      """;

  @Test
  void doesEveryFunction() {
    assertThat(value("!Ref Other")).isEqualTo("physical-Other");
    assertThat(value("!Ref Stage")).isEqualTo("dev");
    assertThat(value("!Ref Names")).isEqualTo(List.of("a", "b"));
    assertThat(value("!GetAtt Other.Arn")).isEqualTo("Other/Arn");
    assertThat(value("!Join ['-', [a, !Ref Stage, 1]]")).isEqualTo("a-dev-1");
    assertThat(value("!Join ['-', !Ref Names]")).isEqualTo("a-b");
    assertThat(value("!Sub '${Stage}/${Other}/${Other.Arn}/${!Kept}/${AWS::Region}'"))
        .isEqualTo("dev/physical-Other/Other/Arn/${Kept}/eu-west-1");
    assertThat(value("!Sub ['${X}-${Stage}', {X: !Ref Other}]")).isEqualTo("physical-Other-dev");
    assertThat(value("!Select [1, !Split [',', 'a,b,c']]")).isEqualTo("b");
    assertThat(value("!FindInMap [Sizes, !Ref Stage, memory]")).isEqualTo(128L);
    assertThat(value("!Base64 hello")).isEqualTo("aGVsbG8=");
    assertThat(value("!Select [0, !GetAZs '']")).isEqualTo("eu-west-1a");
    assertThat(value("!If [Dev, 1, 2]")).isEqualTo(1L);
    assertThat(value("!If [NotDev, 1, !Ref AWS::StackName]")).isEqualTo("stack");
    assertThat(value("!If [Both, 1, 2]")).isEqualTo(2L);
    assertThat(value("!If [Either, 1, 2]")).isEqualTo(1L);
    assertThat(value("!ImportValue shared")).isEqualTo("imported shared");
    assertThat(value("!Cidr [10.0.0.0/16, 2, 8]")).isEqualTo(List.of("10.0.0.0/24", "10.0.1.0/24"));
    assertThat(value("[1, !If [NotDev, 2, !Ref AWS::NoValue], 3]")).isEqualTo(List.of(1L, 3L));
  }

  @Test
  void leavesOutWhatIsNothing() {
    assertThat(evaluation("!Ref AWS::NoValue").present()).containsExactly("Other", "R");
    Evaluation evaluation = evaluation("x");
    assertThat(evaluation.object(Map.of("P", Map.of("Ref", "AWS::NoValue")))).isEmpty();
  }

  @Test
  void saysWhatAFunctionWants() {
    refuses("!Select [5, [a]]", "Fn::Select cannot select nonexistent value at index 5");
    refuses("!FindInMap [Sizes, prod, memory]", "Unable to get mapping for Sizes::prod::memory");
    refuses("!Join [a]", "Fn::Join requires a list argument with 2 elements");
    refuses("!Join ['', [[a]]]", "every Fn::Join argument must be a string");
    refuses("!Split ['', a]", "delimiter");
    refuses("!Cidr [10.0.0.0/30, 9, 8]", "too small");
    refuses("!Cidr [banana, 9, 8]", "Fn::Cidr");
  }

  @Test
  void checksParameters() {
    ParameterDeclaration name =
        ParameterDeclaration.parse(
            "Name",
            Map.of(
                "Type", "String", "AllowedPattern", "[a-z]+", "MinLength", "2", "MaxLength", 3L));
    name.check("abc");
    assertThatThrownBy(() -> name.check("ABC"))
        .hasMessage("Parameter 'Name' must match pattern [a-z]+");
    assertThatThrownBy(() -> name.check("a"))
        .hasMessage("Parameter 'Name' must contain at least 2 characters");
    ParameterDeclaration number =
        ParameterDeclaration.parse("N", Map.of("Type", "List<Number>", "MinValue", 1L));
    number.check("1, 2");
    assertThatThrownBy(() -> number.check("1,x")).hasMessage("Parameter 'N' must be a number");
    assertThatThrownBy(() -> number.check("0"))
        .hasMessage("Parameter 'N' must be a number not less than 1");
    ParameterDeclaration one =
        ParameterDeclaration.parse(
            "O", Map.of("Type", "String", "AllowedValues", List.of("a", 1L), "NoEcho", true));
    one.check("1");
    assertThat(one.noEcho()).isTrue();
    assertThatThrownBy(() -> one.check("b"))
        .hasMessage("Parameter 'O' must be one of AllowedValues");
    assertThatThrownBy(() -> ParameterDeclaration.parse("P", Map.of("Type", "Text")))
        .hasMessage("Template format error: Unrecognized parameter type: Text");
  }

  private static void refuses(String yaml, String words) {
    assertThatThrownBy(() -> value(yaml))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(words);
  }

  private static Object value(String yaml) {
    Map<String, Object> declared =
        Objects.requireNonNull(template(yaml).resources().get("R")).properties();
    return Objects.requireNonNull(evaluation(yaml).object(declared).get("P"));
  }

  private static Template template(String yaml) {
    return Template.parse(HEAD + "      P: " + yaml + "\n");
  }

  private static Evaluation evaluation(String yaml) {
    return new Evaluation(
        template(yaml),
        Map.of("Stage", "dev", "Names", List.of("a", "b")),
        new Pseudo("eu-west-1", "000000000000", "arn:stack", "stack", List.of()),
        new Surroundings() {
          @Override
          public String physicalId(String logicalId) {
            return "physical-" + logicalId;
          }

          @Override
          public Object attribute(String logicalId, String name) {
            return logicalId + "/" + name;
          }

          @Override
          public String importValue(String export) {
            return "imported " + export;
          }
        });
  }
}
