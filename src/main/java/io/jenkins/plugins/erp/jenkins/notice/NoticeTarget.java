package io.jenkins.plugins.erp.jenkins.notice;

import hudson.ExtensionPoint;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.notice.Delivery;
import io.jenkins.plugins.erp.notice.Notice;
import io.jenkins.plugins.erp.notice.NoticeEvent;
import io.jenkins.plugins.erp.notice.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Somebody to tell: of what, about which environments, in which words. */
public abstract class NoticeTarget extends AbstractDescribableImpl<NoticeTarget>
        implements ExtensionPoint {
    private final String name;
    private boolean onStart;
    private boolean onSuccess = true;
    private boolean onFailure = true;
    private boolean onRollback = true;
    private boolean onNeedsPerson = true;
    private List<String> environments = new ArrayList<>();
    private String template;
    private String language;

    NoticeTarget(String name) {
        this.name = Util.fixNull(name).trim();
    }

    /** What it is called in this list and in the log. */
    public String getName() {
        return name;
    }

    /** Whether it hears that a deploy or a rollback has begun. */
    public boolean isOnStart() {
        return onStart;
    }

    /** Whether it hears that a deploy or a rollback has begun; no unless given. */
    @DataBoundSetter
    public void setOnStart(boolean onStart) {
        this.onStart = onStart;
    }

    /** Whether it hears of deploys that were done. */
    public boolean isOnSuccess() {
        return onSuccess;
    }

    /** Whether it hears of deploys that were done; yes unless given. */
    @DataBoundSetter
    public void setOnSuccess(boolean onSuccess) {
        this.onSuccess = onSuccess;
    }

    /** Whether it hears of what failed, failed health checks too. */
    public boolean isOnFailure() {
        return onFailure;
    }

    /** Whether it hears of what failed, failed health checks too; yes unless given. */
    @DataBoundSetter
    public void setOnFailure(boolean onFailure) {
        this.onFailure = onFailure;
    }

    /** Whether it hears of rollbacks that were done. */
    public boolean isOnRollback() {
        return onRollback;
    }

    /** Whether it hears of rollbacks that were done; yes unless given. */
    @DataBoundSetter
    public void setOnRollback(boolean onRollback) {
        this.onRollback = onRollback;
    }

    /** Whether it hears of what could not be taken back. */
    public boolean isOnNeedsPerson() {
        return onNeedsPerson;
    }

    /** Whether it hears of what could not be taken back; yes unless given. */
    @DataBoundSetter
    public void setOnNeedsPerson(boolean onNeedsPerson) {
        this.onNeedsPerson = onNeedsPerson;
    }

    /** Names of environments; empty for all. */
    public List<String> getEnvironments() {
        return environments;
    }

    /** Names of environments, also several in one text; empty for all. */
    @DataBoundSetter
    public void setEnvironments(List<String> environments) {
        this.environments = new ArrayList<>(Checks.words(environments));
    }

    /** The environments as the form shows them. */
    public String getEnvironmentsText() {
        return String.join(" ", environments);
    }

    /** Text with places for values; null for the product's own. */
    public String getTemplate() {
        return template;
    }

    /**
     * Text with places for values; empty for the product's own.
     *
     * @throws IllegalArgumentException when it names a value that there is not
     */
    @DataBoundSetter
    public void setTemplate(String template) {
        Template.parse(template);
        this.template = Util.fixEmptyAndTrim(template);
    }

    /** Language of the product's own words: en or zh_CN; null for this Jenkins' own. */
    public String getLanguage() {
        return language;
    }

    /** Language of the product's own words: en or zh_CN; empty for this Jenkins' own. */
    @DataBoundSetter
    public void setLanguage(String language) {
        this.language = Util.fixEmptyAndTrim(language);
    }

    /** Whether it wants to hear of that. */
    boolean wants(NoticeEvent event, String environment) {
        if (!environments.isEmpty() && !environments.contains(environment)) {
            return false;
        }
        return switch (event) {
            case STARTED -> onStart;
            case SUCCEEDED -> onSuccess;
            case FAILED -> onFailure;
            case ROLLED_BACK -> onRollback;
            case NEEDS_PERSON -> onNeedsPerson;
            case TEST -> true;
        };
    }

    /** Tells it. Never throws. */
    abstract Delivery deliver(Notice notice, Means means);

    final Locale locale() {
        return language == null
                ? Locale.getDefault()
                : Locale.forLanguageTag(language.replace('_', '-'));
    }

    final Optional<Template> words() {
        return Template.parse(template);
    }

    /** What the forms of all kinds share. */
    public abstract static class NoticeTargetDescriptor extends Descriptor<NoticeTarget> {
        NoticeTargetDescriptor(Class<? extends NoticeTarget> type) {
            super(type);
        }

        @Override
        public String getDisplayName() {
            return Texts.of(NoticeTarget.class, kind() + ".displayName");
        }

        /** Key of its texts. */
        abstract String kind();

        /** The languages of the product's own words. */
        @POST
        public ListBoxModel doFillLanguageItems(@AncestorInPath Item item) {
            FormAccess.check(item);
            ListBoxModel model = new ListBoxModel();
            model.add(Texts.of(NoticeTarget.class, "language.default"), "");
            model.add("English", "en");
            model.add("简体中文", "zh_CN");
            return model;
        }

        /** Whether it has a name. */
        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Texts.of(NoticeTarget.class, "check.name"))
                    : FormValidation.ok();
        }

        /** Whether all places of the text have a value. */
        @POST
        public FormValidation doCheckTemplate(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            try {
                Template.parse(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /**
         * Tells a target that is not saved yet that this is a test, once, and says how it went:
         * nothing of the answer but its status or a short code. Only for administrators: the
         * request names credentials, and a host that they would be used at.
         */
        static void mayTest() {
            Jenkins.get().checkPermission(ErpPermissions.CONFIGURE);
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        }

        static FormValidation test(NoticeTarget target) {
            Delivery delivery = target.deliver(Notice.test(Means.rootUrl()), Means.ofJenkins(1));
            return delivery.delivered()
                    ? FormValidation.ok(Texts.of(NoticeTarget.class, "test.sent"))
                    : FormValidation.error(
                            Texts.of(NoticeTarget.class, "test.failed", delivery.problem()));
        }
    }
}
