package io.jenkins.plugins.erp.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** The arrows between the rooms: each sees only those that stand before it in {@link #ROOMS}. */
@AnalyzeClasses(
        packages = "io.jenkins.plugins.erp",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.erp";

    /** From the bottom to the top; those side by side do not see each other. */
    private static final List<List<String>> ROOMS =
            List.of(
                    List.of("text"),
                    List.of("shell", "report"),
                    List.of("console", "config"),
                    List.of("docker"),
                    List.of("release"),
                    List.of("plan"),
                    List.of("operation", "proxy"),
                    List.of("history"),
                    List.of("build", "health", "notice", "metrics"),
                    List.of("test", "scan", "deploy"),
                    List.of("jenkins"));

    @ArchTest
    static final ArchRule everyRoomSeesOnlyThoseBelow =
            classes()
                    .that()
                    .resideInAPackage(ROOT + "..")
                    .and()
                    .resideOutsideOfPackage(ROOT + ".runner..")
                    .should(seeOnlyThoseBelow());

    @ArchTest
    static final ArchRule theRunnerDoesNotSeeJenkins =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".runner..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + ".jenkins..");

    @ArchTest
    static final ArchRule nobodySeesTheRunner =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".runner..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + ".runner..");

    @ArchTest
    static final ArchRule onlyJenkinsSeesTheJenkinsApi =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".jenkins..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "hudson..",
                            "jenkins..",
                            "org.jenkinsci..",
                            "org.kohsuke..",
                            "com.cloudbees.plugins..",
                            "com.cloudbees.jenkins..",
                            "jakarta.servlet..");

    @ArchTest
    static final ArchRule onlyTheRunnerSeesItsLibraries =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".runner..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "picocli..",
                            "groovy..",
                            "org.codehaus.groovy..",
                            "com.cloudbees.groovy..");

    @ArchTest
    static final ArchRule onlyTheShellStartsProcesses =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            ROOT + ".shell..",
                            ROOT + ".runner.host..",
                            // starts the product as a process of its own, to kill it
                            ROOT + ".runner.faults..",
                            // a Jenkins that outlives the command which started it
                            ROOT + ".runner.jenkins..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.ProcessBuilder")
                    .orShould()
                    .callMethodWhere(
                            target(owner(name("java.lang.Runtime"))).and(target(name("exec"))));

    /** Agents never run code on the controller, and scripts in the sandbox get nothing new. */
    @ArchTest
    static final ArchRule agentsAndScriptsAreNotTrusted =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(".*SlaveToMaster.*|.*AgentToController.*")
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("org.jenkinsci.plugins.scriptsecurity..");

    @ArchTest
    static final ArchRule jenkinsRoomsHaveNoCycles =
            slices().matching(ROOT + ".jenkins.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCycles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    private static ArchCondition<JavaClass> seeOnlyThoseBelow() {
        return new ArchCondition<>("see only rooms below their own") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                int own = rank(room(from));
                if (own < 0) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    from, from.getName() + " is in no room of the design"));
                    return;
                }
                from.getDirectDependenciesFromSelf().stream()
                        .filter(d -> resideInAPackage(ROOT + "..").test(d.getTargetClass()))
                        .filter(d -> !room(d.getTargetClass()).equals(room(from)))
                        .filter(d -> rank(room(d.getTargetClass())) >= own)
                        .forEach(
                                d ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        from, d.getDescription())));
            }
        };
    }

    private static int rank(String room) {
        for (int i = 0; i < ROOMS.size(); i++) {
            if (ROOMS.get(i).contains(room)) {
                return i;
            }
        }
        return -1;
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        String rest = name.length() > ROOT.length() ? name.substring(ROOT.length() + 1) : "";
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
