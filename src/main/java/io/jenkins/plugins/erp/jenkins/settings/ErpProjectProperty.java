package io.jenkins.plugins.erp.jenkins.settings;

import hudson.Extension;
import hudson.model.Job;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.OptionalJobProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * "ERP project": the environments of one job, which stand over those of the global configuration;
 * {@code properties([erpProject(environments: [[name: 'staging', hosts: ['deploy@erp1']]])])}.
 */
public final class ErpProjectProperty extends OptionalJobProperty<Job<?, ?>> {
    private List<EnvironmentSettings> environments;

    /** Without environments. */
    @DataBoundConstructor
    public ErpProjectProperty() {}

    /** Environments of this job. */
    public List<EnvironmentSettings> getEnvironments() {
        return environments == null ? List.of() : List.copyOf(environments);
    }

    /** Environments of this job. */
    @DataBoundSetter
    public void setEnvironments(List<EnvironmentSettings> environments) {
        this.environments = environments == null ? null : new ArrayList<>(environments);
    }

    /** A job's, empty where it has no such property. */
    static List<EnvironmentSettings> environments(Job<?, ?> job) {
        ErpProjectProperty property = job.getProperty(ErpProjectProperty.class);
        return property == null ? List.of() : property.getEnvironments();
    }

    /** The form. */
    @Extension
    @Symbol("erpProject")
    public static final class DescriptorImpl extends OptionalJobPropertyDescriptor {
        @Override
        public String getDisplayName() {
            return Texts.of(ErpProjectProperty.class, "project.displayName");
        }
    }
}
