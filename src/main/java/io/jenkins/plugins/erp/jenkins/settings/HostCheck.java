package io.jenkins.plugins.erp.jenkins.settings;

import hudson.model.Item;
import hudson.util.FormValidation;

final class HostCheck {
    private HostCheck() {}

    static FormValidation run(Item item, String hosts, String knownHosts, String credentialsId) {
        return FormValidation.ok();
    }
}
