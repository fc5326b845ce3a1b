package io.jenkins.plugins.erp.jenkins.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the settings' forms give away, to whom, and what they say about values. */
class SettingsFormsTest {
    /** Somebody who may do nothing with the job. */
    private static final Item FORBIDDEN =
            (Item)
                    Proxy.newProxyInstance(
                            SettingsFormsTest.class.getClassLoader(),
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

    static Stream<Object> formOwners() {
        return Stream.of(
                new EnvironmentSettings.DescriptorImpl(),
                new RegistrySettings.DescriptorImpl(),
                new RestrictedEnvironment.DescriptorImpl(),
                new FreezeWindow.DescriptorImpl(),
                new PolicySettings.DescriptorImpl(),
                new ErpProjectProperty.DescriptorImpl(),
                new ErpGlobalConfiguration());
    }

    private static List<Method> web(Object owner) {
        List<Method> found = new ArrayList<>();
        for (Method method : owner.getClass().getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && method.getName().startsWith("do")) {
                found.add(method);
            }
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("formOwners")
    void everyMethodThatTheWebReachesTakesPostAndTheJob(Object owner) {
        for (Method method : web(owner)) {
            assertThat(method.isAnnotationPresent(POST.class)).as(method.toString()).isTrue();
            Parameter first = method.getParameters()[0];
            assertThat(first.getType()).as(method.toString()).isEqualTo(Item.class);
            assertThat(first.isAnnotationPresent(AncestorInPath.class)).isTrue();
            for (int i = 1; i < method.getParameterCount(); i++) {
                assertThat(method.getParameters()[i].isAnnotationPresent(QueryParameter.class))
                        .as(method.toString())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formOwners")
    void nobodyWithoutPermissionLearnsAnything(Object owner) throws Exception {
        for (Method method : web(owner)) {
            Object[] arguments = new Object[method.getParameterCount()];
            Arrays.fill(arguments, "current");
            arguments[0] = FORBIDDEN;
            if (method.getName().startsWith("doFill")) {
                ListBoxModel model = (ListBoxModel) method.invoke(owner, arguments);
                assertThat(model).as(method.toString()).hasSize(1);
                assertThat(model.get(0).value).isEqualTo("current");
            } else {
                // a check button asks for more than the job: it never gets as far as a host
                assertThatThrownBy(() -> method.invoke(owner, arguments))
                        .as(method.toString())
                        .isInstanceOf(InvocationTargetException.class)
                        .satisfies(
                                e ->
                                        assertThat(e.getCause())
                                                .isInstanceOfAny(
                                                        SecurityException.class,
                                                        method.getName().startsWith("doTry")
                                                                ? IllegalStateException.class
                                                                : SecurityException.class));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "deploy@erp1, true",
        "'deploy@10.0.0.5:2222 erp2', true",
        "-oProxyCommand=touch, false",
        "erp1;reboot, false",
        "erp1:99999, false",
        "'', true"
    })
    void hostsAreChecked(String value, boolean good) {
        assertThat(good(SettingsChecks.hosts(value))).isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com, true",
        "registry.example.com:5000, true",
        "https://registry.example.com, false",
        "registry.example.com/team, false",
        "user@registry.example.com, false",
        "registry.example.com:70000, false",
        "-x, false",
        "'a b', false",
        "'', false"
    })
    void aRegistryIsAHost(String value, boolean good) {
        assertThat(good(SettingsChecks.registry(value))).isEqualTo(good);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "erp1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ",
                "# made by hand\n[erp1]:2222,10.0.0.5 ecdsa-sha2-nistp256 AAAA== a comment\n\n",
                "|1|abc=|def= ssh-rsa AAAAB3Nza",
                "@cert-authority *.example.com ssh-rsa AAAAB3Nza"
            })
    void linesOfKnownHostsPass(String text) {
        assertThat(good(SettingsChecks.knownHosts(text))).isTrue();
    }

    @Test
    void whatIsNoKnownHostsIsSaidWithItsLine() {
        assertThat(SettingsChecks.knownHosts("erp1 ssh-rsa AAAA\nssh-rsa AAAA").getMessage())
                .contains("2");
        assertThat(good(SettingsChecks.knownHosts("-----BEGIN OPENSSH PRIVATE KEY-----\nabc")))
                .isFalse();
    }

    @Test
    void patternsPathsPeopleAndNamesAreChecked() {
        assertThat(good(SettingsChecks.pattern("prod-*"))).isTrue();
        assertThat(good(SettingsChecks.pattern("prod[12]"))).isFalse();
        assertThat(SettingsChecks.pattern(" ").getMessage()).contains("every environment");
        assertThat(good(SettingsChecks.path("/opt/erp"))).isTrue();
        assertThat(good(SettingsChecks.path("/opt/../etc"))).isFalse();
        assertThat(good(SettingsChecks.path("opt"))).isFalse();
        assertThat(good(SettingsChecks.path("/opt/$(id)"))).isFalse();
        assertThat(good(SettingsChecks.people("alice, @release-managers bob@example.com")))
                .isTrue();
        assertThat(good(SettingsChecks.people("@"))).isFalse();
        assertThat(good(SettingsChecks.app("shop"))).isTrue();
        assertThat(good(SettingsChecks.app("Shop!"))).isFalse();
        assertThat(good(SettingsChecks.required(" "))).isFalse();
    }

    @Test
    void aFreezesTimesAreReadAsTheGateReadsThem() {
        FreezeWindow.DescriptorImpl form = new FreezeWindow.DescriptorImpl();
        Item allowed =
                (Item)
                        Proxy.newProxyInstance(
                                SettingsFormsTest.class.getClassLoader(),
                                new Class<?>[] {Item.class},
                                (proxy, method, arguments) -> null);

        assertThat(good(form.doCheckFrom(allowed, "FRI 18:00"))).isTrue();
        assertThat(good(form.doCheckFrom(allowed, "soon"))).isFalse();
        assertThat(good(form.doCheckUntil(allowed, "MON 07:00", "FRI 18:00", ""))).isTrue();
        assertThat(form.doCheckUntil(allowed, "MON 07:00", "2026-12-24T18:00", "").getMessage())
                .contains("days of the week");
        assertThat(good(form.doCheckZone(allowed, "Asia/Shanghai"))).isTrue();
        assertThat(form.doCheckZone(allowed, "Asia/Shangai").getMessage()).contains("Asia/Shangai");
    }

    private static boolean good(FormValidation validation) {
        return validation.getMessage() == null || validation.getMessage().isEmpty();
    }
}
