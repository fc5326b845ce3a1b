package io.jenkins.plugins.erp.jenkins.settings;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.docker.RegistryLogin;
import io.jenkins.plugins.erp.jenkins.access.Actors;
import io.jenkins.plugins.erp.jenkins.access.AuditLog;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * The "Check registry" button. It is for administrators alone: it sends a password to the host that
 * is written in the form.
 */
final class RegistryCheck {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private RegistryCheck() {}

    static FormValidation run(Item item, String url, String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String registry = Util.fixEmptyAndTrim(url);
        if (registry == null || !SettingsChecks.isRegistry(registry)) {
            return SettingsChecks.registry(url);
        }
        AuditLog.get().note("check.registry", Actors.current(), Map.of("registry", registry));
        String id = Util.fixEmptyAndTrim(credentialsId);
        StandardUsernamePasswordCredentials found =
                id == null
                        ? null
                        : FormAccess.credential(
                                item, id, StandardUsernamePasswordCredentials.class);
        if (id != null && found == null) {
            return FormValidation.error(Texts.of(HostCheck.class, "check.credentials.missing"));
        }
        HttpClient client =
                ProxyConfiguration.newHttpClientBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .build();
        try {
            RegistryProbe.Verdict verdict =
                    RegistryProbe.ask(
                            client,
                            registry,
                            Optional.ofNullable(found)
                                    .map(
                                            f ->
                                                    new RegistryLogin(
                                                            registry,
                                                            f.getUsername(),
                                                            f.getPassword().getPlainText())));
            String text =
                    Texts.of(
                            RegistryCheck.class,
                            "check.registry." + verdict.name().toLowerCase(Locale.ROOT),
                            registry);
            return switch (verdict) {
                case ACCEPTED, OPEN -> FormValidation.ok(text);
                case LOGIN_WANTED -> FormValidation.warning(text);
                default -> FormValidation.error(text);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Texts.of(RegistryCheck.class, "check.stopped"));
        }
    }
}
