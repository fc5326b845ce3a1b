package io.jenkins.plugins.erp.jenkins.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.jenkins.notice.NoticeTarget.NoticeTargetDescriptor;
import io.jenkins.plugins.erp.notice.NoticeEvent;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What targets want to hear, and what their forms give away. */
class NoticeTargetsTest {
    /** Somebody who may do nothing. */
    private static final Item FORBIDDEN =
            (Item)
                    Proxy.newProxyInstance(
                            NoticeTargetsTest.class.getClassLoader(),
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

    static Stream<NoticeTargetDescriptor> descriptors() {
        return Stream.of(
                new WebhookTarget.DescriptorImpl(),
                new SlackTarget.DescriptorImpl(),
                new DingTalkTarget.DescriptorImpl(),
                new WeComTarget.DescriptorImpl(),
                new FeishuTarget.DescriptorImpl(),
                new MailTarget.DescriptorImpl());
    }

    @Test
    void byItselfATargetHearsOfAllButBeginnings() {
        NoticeTarget target = new SlackTarget("ops");

        assertThat(heard(target, "staging"))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(NoticeEvent.STARTED)));
    }

    @Test
    void eachEventIsChosenAlone() {
        NoticeTarget target = new SlackTarget("ops");
        target.setOnStart(true);
        target.setOnSuccess(false);
        target.setOnFailure(false);
        target.setOnRollback(false);
        target.setOnNeedsPerson(false);

        assertThat(heard(target, "staging"))
                .containsExactlyInAnyOrder(NoticeEvent.STARTED, NoticeEvent.TEST);
        target.setOnNeedsPerson(true);
        target.setOnStart(false);
        assertThat(heard(target, "staging"))
                .containsExactlyInAnyOrder(NoticeEvent.NEEDS_PERSON, NoticeEvent.TEST);
    }

    @Test
    void aTargetHearsOfItsEnvironments() {
        NoticeTarget target = new SlackTarget("ops");
        target.setEnvironments(List.of("production, staging"));

        assertThat(heard(target, "production")).contains(NoticeEvent.FAILED);
        assertThat(heard(target, "staging")).contains(NoticeEvent.FAILED);
        assertThat(heard(target, "prod")).isEmpty();
        assertThat(target.getEnvironmentsText()).isEqualTo("production staging");
    }

    @Test
    void aTemplateThatNamesWhatThereIsNotIsNotSaved() {
        NoticeTarget target = new SlackTarget("ops");
        target.setTemplate("${app}");

        assertThatThrownBy(() -> target.setTemplate("${password}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password");
        assertThat(target.getTemplate()).isEqualTo("${app}");
    }

    @Test
    void aMailsSecurityIsOneOfThree() {
        MailTarget target = new MailTarget("ops");

        assertThat(target.getSecurity()).isEqualTo("STARTTLS");
        target.setSecurity("tls");
        assertThat(target.getSecurity()).isEqualTo("TLS");
        assertThatThrownBy(() -> target.setSecurity("some"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void everyMethodThatTheWebReachesTakesPost(NoticeTargetDescriptor descriptor) {
        List<Method> found = web(descriptor);

        assertThat(found).hasSizeGreaterThanOrEqualTo(5);
        for (Method method : found) {
            assertThat(method.isAnnotationPresent(POST.class)).as(method.toString()).isTrue();
            if (!method.getName().equals("doSendTest")) {
                Parameter first = method.getParameters()[0];
                assertThat(first.isAnnotationPresent(AncestorInPath.class))
                        .as(method.toString())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void nobodyWithoutPermissionLearnsAnythingOrSendsATest(NoticeTargetDescriptor descriptor)
            throws Exception {
        for (Method method : web(descriptor)) {
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = method.getParameterTypes()[i];
                arguments[i] =
                        type == boolean.class
                                ? (Object) true
                                : type == int.class
                                        ? (Object) 25
                                        : type == Item.class ? FORBIDDEN : "current";
            }
            if (method.getName().contains("CredentialsId")) {
                ListBoxModel model = (ListBoxModel) method.invoke(descriptor, arguments);
                assertThat(model).as(method.toString()).hasSize(1);
                assertThat(model.get(0).value).isEqualTo("current");
            } else {
                // a test asks Jenkins itself, which is not there, before anything else
                assertThatThrownBy(() -> method.invoke(descriptor, arguments))
                        .as(method.toString())
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .isInstanceOfAny(SecurityException.class, IllegalStateException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void everyKindHasANameAndASymbolThatIsListed(NoticeTargetDescriptor descriptor)
            throws IOException {
        Class<?> type = descriptor.getClass();

        assertThat(descriptor.getDisplayName()).isNotBlank();
        assertThat(type.getAnnotation(Symbol.class).value()[0]).startsWith("erp");
        assertThat(
                        Files.readAllLines(
                                Path.of(
                                        "src/main/resources/META-INF/services/annotations/org.jenkinsci.Symbol")))
                .contains(type.getName(), NoticeConfiguration.class.getName());
    }

    @Test
    void aTestIsSentWithAllFieldsOfItsForm() {
        WebhookTarget.DescriptorImpl signing = new WebhookTarget.DescriptorImpl();

        assertThat(signing.getTestFields().split(","))
                .containsExactlyInAnyOrderElementsOf(parameters(signing));
        // a field that is not in the form would be looked for in the target before it
        assertThat(new SlackTarget.DescriptorImpl().getTestFields())
                .doesNotContain("secretCredentialsId");
    }

    @Test
    void noTargetKeepsASecret() {
        List<NoticeTarget> targets =
                List.of(new WebhookTarget("a"), new DingTalkTarget("b"), new MailTarget("c"));
        for (NoticeTarget target : targets) {
            for (Method method : target.getClass().getMethods()) {
                if (method.isAnnotationPresent(DataBoundSetter.class)) {
                    assertThat(method.getName()).doesNotMatch("set(Url|Secret|Password|Token)");
                }
            }
        }
    }

    private static Set<NoticeEvent> heard(NoticeTarget target, String environment) {
        return Arrays.stream(NoticeEvent.values())
                .filter(e -> target.wants(e, environment))
                .collect(Collectors.toSet());
    }

    private static List<Method> web(Object owner) {
        List<Method> found = new ArrayList<>();
        for (Method method : owner.getClass().getMethods()) {
            if (method.getName().matches("do[A-Z].*")) {
                found.add(method);
            }
        }
        return found;
    }

    private static List<String> parameters(Object owner) {
        return web(owner).stream()
                .filter(m -> m.getName().equals("doSendTest"))
                .flatMap(m -> Arrays.stream(m.getParameters()))
                .map(Parameter::getName)
                .toList();
    }
}
