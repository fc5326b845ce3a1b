package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Extension;
import io.jenkins.plugins.erp.notice.NoticeFormat;
import io.jenkins.plugins.erp.notice.WebhookFormat;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A program that takes the whole operation as JSON. */
public final class WebhookTarget extends HttpNoticeTarget {
    /** With a name; the rest by setters. */
    @DataBoundConstructor
    public WebhookTarget(String name) {
        super(name);
    }

    @Override
    NoticeFormat format() {
        return new WebhookFormat();
    }

    /** Its name and form. */
    @Extension
    @Symbol("erpWebhook")
    public static final class DescriptorImpl extends HttpDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(WebhookTarget.class);
        }

        @Override
        String kind() {
            return "webhook";
        }

        @Override
        HttpNoticeTarget make(String name) {
            return new WebhookTarget(name);
        }
    }
}
