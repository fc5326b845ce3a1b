package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.notice.Delivery;
import io.jenkins.plugins.erp.notice.Notice;
import io.jenkins.plugins.erp.notice.NoticeFormat;
import io.jenkins.plugins.erp.notice.NoticeUrl;
import io.jenkins.plugins.erp.notice.Template;
import java.time.Instant;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One that is told over HTTP. Its address is a secret, kept as a credential. */
public abstract class HttpNoticeTarget extends NoticeTarget {
    private String urlCredentialsId;
    private String secretCredentialsId;
    private boolean httpAllowed;

    HttpNoticeTarget(String name) {
        super(name);
    }

    /** Id of the secret text that holds the address. */
    public String getUrlCredentialsId() {
        return urlCredentialsId;
    }

    /** Id of the secret text that holds the address. */
    @DataBoundSetter
    public void setUrlCredentialsId(String urlCredentialsId) {
        this.urlCredentialsId = Util.fixEmptyAndTrim(urlCredentialsId);
    }

    /** Id of the secret text to sign with; null for none. */
    public String getSecretCredentialsId() {
        return secretCredentialsId;
    }

    /** Id of the secret text to sign with; kinds that know no signature do not use it. */
    @DataBoundSetter
    public void setSecretCredentialsId(String secretCredentialsId) {
        this.secretCredentialsId = Util.fixEmptyAndTrim(secretCredentialsId);
    }

    /** Whether the address may do without TLS. */
    public boolean isHttpAllowed() {
        return httpAllowed;
    }

    /** Whether the address may do without TLS; no unless given. */
    @DataBoundSetter
    public void setHttpAllowed(boolean httpAllowed) {
        this.httpAllowed = httpAllowed;
    }

    abstract NoticeFormat format();

    @Override
    final Delivery deliver(Notice notice, Means means) {
        NoticeUrl url;
        String secret;
        Optional<Template> template;
        try {
            url = NoticeUrl.parse(means.secret(urlCredentialsId), httpAllowed);
            secret = secretCredentialsId == null ? "" : means.secret(secretCredentialsId);
            template = words();
        } catch (IllegalArgumentException e) {
            return new Delivery(false, 0, e.getMessage());
        }
        NoticeFormat format = format();
        return means.sender()
                .send(
                        url,
                        format,
                        () -> format.post(notice, template, locale(), secret, Instant.now()));
    }

    /** What the forms of these kinds share. */
    public abstract static class HttpDescriptor extends NoticeTargetDescriptor {
        HttpDescriptor(Class<? extends HttpNoticeTarget> type) {
            super(type);
        }

        /** Whether this kind of target takes signatures. */
        public boolean isSigning() {
            return true;
        }

        /** Names of the fields that a test needs. */
        public String getTestFields() {
            return "urlCredentialsId,httpAllowed,template,language"
                    + (isSigning() ? ",secretCredentialsId" : "");
        }

        abstract HttpNoticeTarget make(String name);

        /** Secret texts. */
        @POST
        public ListBoxModel doFillUrlCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String urlCredentialsId) {
            return FormAccess.credentials(item, urlCredentialsId, StringCredentials.class);
        }

        /** Secret texts. */
        @POST
        public ListBoxModel doFillSecretCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String secretCredentialsId) {
            return FormAccess.credentials(item, secretCredentialsId, StringCredentials.class);
        }

        /** Sends a test with what stands in the form. */
        @POST
        public FormValidation doSendTest(
                @QueryParameter String urlCredentialsId,
                @QueryParameter String secretCredentialsId,
                @QueryParameter boolean httpAllowed,
                @QueryParameter String template,
                @QueryParameter String language) {
            mayTest();
            HttpNoticeTarget target = make("test");
            target.setUrlCredentialsId(urlCredentialsId);
            target.setSecretCredentialsId(isSigning() ? secretCredentialsId : null);
            target.setHttpAllowed(httpAllowed);
            target.setLanguage(language);
            try {
                target.setTemplate(template);
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
            return test(target);
        }
    }
}
