package io.jenkins.plugins.erp.jenkins.settings;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.jenkins.access.Actors;
import io.jenkins.plugins.erp.jenkins.access.AuditLog;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/**
 * The "Check hosts" button. It is for administrators alone: it opens connections from the
 * controller, with credentials or with what the controller's own user has.
 */
final class HostCheck {
    private static final int MOST = 8;

    private HostCheck() {}

    static FormValidation run(Item item, String hosts, String knownHosts, String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        FormValidation syntax = SettingsChecks.hosts(hosts);
        List<HostAddress> addresses = new ArrayList<>();
        try {
            for (String host : Checks.words(hosts == null ? List.of() : List.of(hosts))) {
                addresses.add(HostAddress.parse(host));
            }
        } catch (IllegalArgumentException e) {
            return syntax;
        }
        if (addresses.isEmpty() || addresses.size() > MOST) {
            return FormValidation.error(
                    Texts.of(HostCheck.class, "check.hosts.number", String.valueOf(MOST)));
        }
        AuditLog.get()
                .note(
                        "check.hosts",
                        Actors.current(),
                        Map.of("hosts", addresses.stream().map(HostAddress::toString).toList()));
        String id = Util.fixEmptyAndTrim(credentialsId);
        SSHUserPrivateKey key =
                id == null ? null : FormAccess.credential(item, id, SSHUserPrivateKey.class);
        if (id != null && key == null) {
            return FormValidation.error(Texts.of(HostCheck.class, "check.credentials.missing"));
        }
        try {
            return told(
                    HostProbe.ask(
                            addresses,
                            Optional.ofNullable(Util.fixEmptyAndTrim(knownHosts)),
                            key == null ? List.of() : key.getPrivateKeys(),
                            key == null || key.getPassphrase() == null
                                    ? ""
                                    : key.getPassphrase().getPlainText()),
                    addresses.size());
        } catch (IOException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Texts.of(HostCheck.class, "check.stopped"));
        }
    }

    private static FormValidation told(List<HostProbe.Answer> answers, int asked) {
        String text =
                answers.stream()
                        .map(
                                a ->
                                        a.version().isPresent()
                                                ? Texts.of(
                                                        HostCheck.class,
                                                        "check.host.ok",
                                                        a.host(),
                                                        a.version().get())
                                                : a.failure())
                        .collect(Collectors.joining("\n"));
        if (answers.size() < asked) {
            text += "\n" + Texts.of(HostCheck.class, "check.stopped");
        }
        boolean ok =
                answers.size() == asked && answers.stream().allMatch(a -> a.version().isPresent());
        return ok ? FormValidation.ok(text) : FormValidation.error(text);
    }
}
