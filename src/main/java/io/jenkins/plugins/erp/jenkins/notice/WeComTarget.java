package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Extension;
import io.jenkins.plugins.erp.notice.NoticeFormat;
import io.jenkins.plugins.erp.notice.WeComFormat;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A robot in a group of WeCom. */
public final class WeComTarget extends HttpNoticeTarget {
    /** With a name; the rest by setters. */
    @DataBoundConstructor
    public WeComTarget(String name) {
        super(name);
    }

    @Override
    NoticeFormat format() {
        return new WeComFormat();
    }

    /** Its name and form. */
    @Extension
    @Symbol("erpWeCom")
    public static final class DescriptorImpl extends HttpDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(WeComTarget.class);
        }

        @Override
        String kind() {
            return "weCom";
        }

        @Override
        public boolean isSigning() {
            return false;
        }

        @Override
        HttpNoticeTarget make(String name) {
            return new WeComTarget(name);
        }
    }
}
