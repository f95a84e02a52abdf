package dev.thaw;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Pins the arrows between the rooms; ARCHITECTURE.md draws them.
class HouseTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.thaw");

  private static final List<String> BAD_NAMES =
      List.of("Utils", "Util", "Helper", "Manager", "Impl");

  @Test
  void dependenciesPointDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("timeline")
        .definedBy("dev.thaw.timeline..")
        .layer("stats")
        .definedBy("dev.thaw.stats..")
        .layer("wire")
        .definedBy("dev.thaw.wire..")
        .layer("proxy")
        .definedBy("dev.thaw.proxy..")
        .layer("lambda")
        .definedBy("dev.thaw.lambda..")
        .layer("gateway")
        .definedBy("dev.thaw.gateway..")
        .layer("packaging")
        .definedBy("dev.thaw.packaging..")
        .layer("cloud")
        .definedBy("dev.thaw.cloud..")
        .layer("measure")
        .definedBy("dev.thaw.measure..")
        .layer("report")
        .definedBy("dev.thaw.report..")
        .layer("console")
        .definedBy("dev.thaw.console..")
        .layer("cli")
        .definedBy("dev.thaw.cli..")
        .whereLayer("timeline")
        .mayNotAccessAnyLayer()
        .whereLayer("stats")
        .mayNotAccessAnyLayer()
        .whereLayer("wire")
        .mayOnlyAccessLayers("timeline")
        .whereLayer("proxy")
        .mayOnlyAccessLayers("timeline", "wire")
        .whereLayer("lambda")
        .mayOnlyAccessLayers("timeline", "wire")
        .whereLayer("gateway")
        .mayOnlyAccessLayers("timeline", "wire", "lambda")
        .whereLayer("packaging")
        .mayNotAccessAnyLayer()
        .whereLayer("cloud")
        .mayOnlyAccessLayers("timeline", "wire", "lambda", "gateway")
        .whereLayer("console")
        .mayOnlyAccessLayers("timeline", "wire", "lambda", "gateway", "cloud")
        .whereLayer("measure")
        .mayOnlyAccessLayers("timeline", "stats", "wire")
        .whereLayer("report")
        .mayOnlyAccessLayers("timeline", "stats", "measure")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices()
        .matching("dev.thaw.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void typesAreNamedForWhatTheyAre() {
    assertThat(CLASSES)
        .allSatisfy(type ->
            assertThat(BAD_NAMES)
                .as(type.getName())
                .noneMatch(bad -> type.getSimpleName().endsWith(bad)));
  }
}
