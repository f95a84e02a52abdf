package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.Evaluation;
import dev.thaw.cloud.cloudformation.template.Template;
import java.util.ArrayList;
import java.util.List;

/// The outputs of a template with their values.
final class Outputs {

  private Outputs() {}

  static List<Output> of(Template template, Evaluation evaluation) {
    List<Output> outputs = new ArrayList<>();
    template
        .outputs()
        .forEach((key, declared) -> {
          if (declared.condition().map(evaluation::holds).orElse(true)) {
            outputs.add(
                new Output(
                    key,
                    evaluation.text(declared.value()),
                    declared.description(),
                    declared.export().map(evaluation::text)));
          }
        });
    return outputs;
  }
}
