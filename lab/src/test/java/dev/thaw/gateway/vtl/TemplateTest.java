package dev.thaw.gateway.vtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.gateway.EventText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static String render(String template) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("name", "Ada");
    variables.put("empty", "");
    variables.put("n", 7L);
    variables.put("list", EventText.read("[1,\"two\",{\"k\":\"v\"}]"));
    variables.put("map", EventText.read("{\"a\":1,\"b\":{\"c\":\"deep\"},\"with-dash\":true}"));
    return Template.parse(template).render(variables);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "Hello $name!¦Hello Ada!",
        "Hello ${name}s¦Hello Adas",
        "$name.¦Ada.",
        "$unknown ${unknown} $!unknown$!{unknown}.¦$unknown ${unknown} .",
        "$map.b.c $map['a'] $list[1] $list.get(0) $map.with-dash¦deep 1 two 1 true",
        "$name.length() $name.toUpperCase() $name.substring(1) $name.replaceAll(\"a\",'4')¦3 ADA da Ad4",
        "$list.size() $map.keySet() $map.containsKey('a')¦3 [a, b, with-dash] true",
        "#set($x = 1 + 2 * 3)$x¦7",
        "#set($x = (1 + 2) * 3)$x¦9",
        "#set($x = 7 / 2)$x #set($y = 7 % 2)$y #set($z = 1 - -1)$z¦3 1 2",
        "#set($x = 'a' + 1)$x¦a1",
        "#set($x = \"Hi $name\")$x #set($y = 'Hi $name')$y¦Hi Ada Hi $name",
        "#set($x = \"say \"\"hi\"\"\")$x¦say ~hi~",
        "#if($n > 5)big#{else}small#end¦big",
        "#if($n == 8)a#elseif($n == 7)b#else c#end¦b",
        "#if($unknown)a#else b#end#if($empty)c#end¦ bc",
        "#if(!$unknown && ($n >= 7 || false))yes#end¦yes",
        "#if($name == 'Ada' and $name != 'Bob' and not $unknown)yes#end¦yes",
        "#foreach($x in $list)$foreach.count:$x#if($foreach.hasNext), #end#end¦1:1, 2:two, 3:{k=v}",
        "#foreach($x in [1..3])$velocityCount#end¦123",
        "#foreach($x in [3..1])$x#if($x == 2)#break#end#end¦32",
        "#foreach($e in $map.entrySet())$e.key=$e.value;#end¦a=1;b={c=deep};with-dash=true;",
        "#set($m = {'x': 1, \"y\": [2, 3]})$m.x $m.y[1]¦1 3",
        "#set($m = {})#set($m.k = 5)$m $m.put('j', 6)$m.size()¦{k=5} $m.put('j', 6)2",
        "a ## comment¦a",
        "a#* b *#c¦ac",
        "#[[ $name #if ]]#¦ $name #if",
        "\\$name \\#if¦$name #if",
        "cost: $5 #tag # $¦cost: $5 #tag # $",
        "{\"a\": \"$name\", \"b\": [$n]}¦{\"a\": \"Ada\", \"b\": [7]}",
        "a#stop b¦a"
      })
  void renders(String template, String expected) {
    assertThat(render(template).strip()).isEqualTo(expected.replace('~', '"').strip());
  }

  @Test
  void linesOfDirectivesLeaveNothingBehind() {
    assertThat(
            render(
                """
                {
                  #set($x = 1)
                  #if($x == 1)
                  "x": $x
                  #end
                }
                """))
        .isEqualTo("{\n  \"x\": 1\n}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#if($a)",
        "#end",
        "#else",
        "#set($x 1)",
        "#set($x = )",
        "#set($x = 'open)",
        "#foreach($x of $y)#end",
        "#foreach($x in [1..2]) #else #end",
        "#parse('file')",
        "#include('file')",
        "#macro(a)#end",
        "#evaluate('x')",
        "$name.nothing(",
        "$name.foo()",
        "$name.getClass()",
        "$list.getClass().forName('x')",
        "$list.stream()",
        "$name.substring(99)"
      })
  void whatCannotBeDoneIsRefused(String template) {
    assertThatThrownBy(() -> render(template)).isInstanceOf(VtlException.class);
  }

  @Test
  void nothingOfJavaIsReached() {
    assertThat(render("$name.class $name.class.forName $list.class"))
        .isEqualTo("$name.class $name.class.forName $list.class");
  }

  @Test
  void loopsAndOutputEnd() {
    assertThatThrownBy(
            () -> render("#set($s = 'xxxxxxxxxx')#foreach($i in [1..100])#set($s = $s + $s)#end$s"))
        .isInstanceOf(VtlException.class);
    assertThatThrownBy(
            () -> render("#set($l = [1])#foreach($i in [1..60])#set($l = [$l, $l])#end$l"))
        .isInstanceOf(VtlException.class);
    assertThatThrownBy(() -> render("#set($m = {})#set($m.k = [$m])$m"))
        .isInstanceOf(VtlException.class);
    assertThatThrownBy(() ->
            render(
                "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])x#end"
                    + "#end#end"))
        .isInstanceOf(VtlException.class);
    assertThatThrownBy(() -> render("#if(" + "(".repeat(10_000))).isInstanceOf(VtlException.class);
    assertThatThrownBy(() -> render("#if(" + "!".repeat(10_000))).isInstanceOf(VtlException.class);
    assertThatThrownBy(() -> render("#if(true)".repeat(10_000))).isInstanceOf(VtlException.class);
  }

  @Test
  void hostileTemplatesNeverBreakTheInterpreter() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "#if(",
            "#set(",
            "#foreach(",
            "#end",
            "#else",
            "$name",
            "$x",
            "${",
            "}",
            "(",
            ")",
            "[",
            "]",
            "\"",
            "'",
            "..",
            ".",
            " in ",
            " = ",
            " + ",
            "1",
            "!",
            "#*",
            "#[[",
            "\\",
            "\n",
            "$",
            "#",
            ".put(",
            ",",
            "$list",
            "$map");
    for (int round = 0; round < 20_000; round++) {
      StringBuilder template = new StringBuilder();
      for (int i = random.nextInt(15); i > 0; i--) {
        template.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        render(template.toString());
      } catch (VtlException _) {
        // Refused by name
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + template, e);
      }
    }
  }
}
