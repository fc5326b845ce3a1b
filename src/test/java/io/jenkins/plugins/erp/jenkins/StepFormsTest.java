package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.verb.POST;

/** What the steps' forms give away, and to whom. */
class StepFormsTest {
    /** Somebody who may do nothing with the job. */
    private static final Item FORBIDDEN =
            (Item)
                    Proxy.newProxyInstance(
                            StepFormsTest.class.getClassLoader(),
                            new Class<?>[] {Item.class},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("hasPermission")) {
                                    return false;
                                }
                                if (method.getName().equals("checkPermission")) {
                                    throw new SecurityException("forbidden");
                                }
                                throw new AssertionError("asked for " + method);
                            });

    static List<ErpStepDescriptor> descriptors() {
        return List.of(
                new ErpBuildStep.DescriptorImpl(),
                new ErpTestStep.DescriptorImpl(),
                new ErpScanStep.DescriptorImpl(),
                new ErpDeployStep.DescriptorImpl(),
                new ErpRollbackStep.DescriptorImpl(),
                new ErpHealthStep.DescriptorImpl());
    }

    static Stream<Object> formOwners() {
        return descriptors().stream().map(d -> d);
    }

    @ParameterizedTest
    @MethodSource("formOwners")
    void everyMethodThatTheWebReachesTakesPostAndTheJob(Object owner) {
        for (Method method : web(owner)) {
            assertThat(method.isAnnotationPresent(POST.class)).as(method.toString()).isTrue();
            Parameter first = method.getParameters()[0];
            assertThat(first.getType()).as(method.toString()).isEqualTo(Item.class);
            assertThat(first.isAnnotationPresent(AncestorInPath.class)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("formOwners")
    void nobodyWithoutPermissionLearnsAnything(Object owner) throws Exception {
        for (Method method : web(owner)) {
            Object[] arguments = new Object[method.getParameterCount()];
            Arrays.fill(arguments, "current");
            arguments[0] = FORBIDDEN;
            if (method.getName().contains("CredentialsId")) {
                ListBoxModel model = (ListBoxModel) method.invoke(owner, arguments);
                assertThat(model).as(method.toString()).hasSize(1);
                assertThat(model.get(0).value).isEqualTo("current");
            } else {
                assertThatThrownBy(() -> method.invoke(owner, arguments))
                        .as(method.toString())
                        .isInstanceOf(InvocationTargetException.class)
                        .hasCauseInstanceOf(SecurityException.class);
            }
        }
    }

    @Test
    void noIdOfCredentialsStandsBesideAStepsName() {
        for (ErpStepDescriptor descriptor : descriptors()) {
            Map<String, Object> arguments =
                    Map.of(
                            "environment",
                            "production",
                            "tags",
                            List.of("1.4", "stable"),
                            "suites",
                            List.of("unit"),
                            "tools",
                            List.of("bandit"),
                            "args",
                            Map.of("TOKEN", "hush"),
                            "envFileCredentialsId",
                            "secret-id",
                            "registryCredentialsId",
                            "secret-id",
                            "sshCredentialsId",
                            "secret-id");
            assertThat(descriptor.argumentsToString(arguments))
                    .isNotNull()
                    .doesNotContain("secret-id")
                    .doesNotContain("hush");
        }
        assertThat(
                        new ErpDeployStep.DescriptorImpl()
                                .argumentsToString(
                                        Map.of("environment", "production", "image", "erp:1")))
                .isEqualTo("production erp:1");
        assertThat(new ErpBuildStep.DescriptorImpl().argumentsToString(Map.of())).isNull();
    }

    @Test
    void aLabelHasAtMostAHundredCharacters() {
        String label =
                new ErpDeployStep.DescriptorImpl()
                        .argumentsToString(Map.of("environment", "e".repeat(300)));

        assertThat(label).hasSize(100).endsWith("...");
    }

    @Test
    void aFormsWordsBecomeAList() {
        ErpBuildStep step = new ErpBuildStep();

        step.setTags(List.of("1.4, stable  next"));
        assertThat(step.getTags()).containsExactly("1.4", "stable", "next");
        step.setTags(List.of(" "));
        assertThat(step.getTags()).isNull();
    }

    @Test
    void emptyFieldsAreNotGiven() {
        ErpDeployStep step = new ErpDeployStep(" production ");
        step.setImage("  ");
        step.setSshCredentialsId("");

        assertThat(step.getEnvironment()).isEqualTo("production");
        assertThat(step.getImage()).isNull();
        assertThat(step.getSshCredentialsId()).isNull();
    }

    @Test
    void valuesAreCheckedBeforeAPipelineIsRunWithThem() {
        assertThat(Checks.environment(" ").getMessage()).contains("erp.yaml");
        assertThat(Checks.environment("prod; rm -rf /").getMessage()).contains("letters");
        assertThat(Checks.environment("--privileged").getMessage()).contains("letters");
        assertThat(Checks.environment("production").getMessage()).isIn("", null);
        assertThat(Checks.image("erp:1; rm").getMessage()).contains("image reference");
        assertThat(Checks.image("registry.example.com:5000/erp:1").getMessage()).isIn("", null);
        assertThat(Checks.number("0", 1, 10).getMessage()).contains("1", "10");
        assertThat(Checks.number("ten", 1, 10).getMessage()).contains("1", "10");
        assertThat(Checks.number("", 1, 10).getMessage()).isIn("", null);
    }

    @Test
    void knownHostsAreLinesOfSuchAFile() {
        String key = "AAAAC3NzaC1lZDI1NTE5AAAAIKfakefakefakefakefakefakefakefakefakefakefake";
        assertThat(
                        Checks.knownHosts(
                                        "# hosts\nerp1,10.0.0.1 ssh-ed25519 "
                                                + key
                                                + "\n@cert-authority *.example.com ssh-ed25519 "
                                                + key
                                                + " ca\n|1|abc=|def= ecdsa-sha2-nistp256 "
                                                + key)
                                .getMessage())
                .isIn("", null);
        assertThat(Checks.knownHosts("erp1").getMessage()).contains("known_hosts", "erp1");
        assertThat(Checks.knownHosts("ssh-keyscan: no route to host").getMessage())
                .contains("known_hosts");
    }

    @Test
    void aRegistryIsKeptWithTheBuildAndGivenBack() {
        ErpDeployStep step = new ErpDeployStep("production");
        step.setRegistry(new DockerRegistryEndpoint(" ", ""));
        assertThat(step.getRegistry()).isNull();
        step.setRegistry(new DockerRegistryEndpoint("https://registry.example.com", "login"));

        assertThat(RegistryPlace.of(step.getRegistry()).server()).contains("registry.example.com");
        assertThat(RegistryPlace.of(step.getRegistry()).credentialsId()).isEqualTo("login");
    }

    private static List<Method> web(Object owner) {
        List<Method> found = new ArrayList<>();
        for (Method method : owner.getClass().getMethods()) {
            String name = method.getName().toLowerCase(Locale.ROOT);
            if (name.startsWith("dofill") || name.startsWith("docheck")) {
                found.add(method);
            }
        }
        return found;
    }
}
