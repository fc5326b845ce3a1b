package io.jenkins.plugins.erp.jenkins.notice;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.notice.Delivery;
import io.jenkins.plugins.erp.notice.MailServer;
import io.jenkins.plugins.erp.notice.MailServer.Security;
import io.jenkins.plugins.erp.notice.Notice;
import io.jenkins.plugins.erp.notice.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** People who are told by mail. */
public final class MailTarget extends NoticeTarget {
    private static final int SUBMISSION = 587;

    private List<String> recipients = new ArrayList<>();
    private String sender;
    private String host;
    private int port = SUBMISSION;
    private String security = Security.STARTTLS.name();
    private String credentialsId;

    /** With a name; the rest by setters. */
    @DataBoundConstructor
    public MailTarget(String name) {
        super(name);
    }

    /** Addresses. */
    public List<String> getRecipients() {
        return recipients;
    }

    /** Addresses, also several in one text. */
    @DataBoundSetter
    public void setRecipients(List<String> recipients) {
        this.recipients = new ArrayList<>(Checks.words(recipients));
    }

    /** The addresses as the form shows them. */
    public String getRecipientsText() {
        return String.join(" ", recipients);
    }

    /** Address of the sender. */
    public String getSender() {
        return sender;
    }

    /** Address of the sender. */
    @DataBoundSetter
    public void setSender(String sender) {
        this.sender = Util.fixEmptyAndTrim(sender);
    }

    /** Name of the SMTP server. */
    public String getHost() {
        return host;
    }

    /** Name of the SMTP server. */
    @DataBoundSetter
    public void setHost(String host) {
        this.host = Util.fixEmptyAndTrim(host);
    }

    /** Its port. */
    public int getPort() {
        return port;
    }

    /** Its port; 587 unless given. */
    @DataBoundSetter
    public void setPort(int port) {
        this.port = port;
    }

    /** How the connection is kept safe: STARTTLS, TLS or NONE. */
    public String getSecurity() {
        return security;
    }

    /**
     * How the connection is kept safe: STARTTLS (unless given), TLS or NONE.
     *
     * @throws IllegalArgumentException for another word
     */
    @DataBoundSetter
    public void setSecurity(String security) {
        String word = Util.fixEmptyAndTrim(security);
        this.security =
                word == null
                        ? Security.STARTTLS.name()
                        : Security.valueOf(word.toUpperCase(Locale.ROOT)).name();
    }

    /** Id of the user and password to log in with; null for none. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Id of the user and password to log in with; empty for none. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @Override
    Delivery deliver(Notice notice, Means means) {
        MailServer server;
        Optional<Template> template;
        try {
            Means.Login login =
                    credentialsId == null ? new Means.Login("", "") : means.login(credentialsId);
            server =
                    new MailServer(
                            Util.fixNull(host),
                            port,
                            Security.valueOf(security),
                            login.user(),
                            login.password(),
                            sender,
                            recipients);
            template = words();
        } catch (IllegalArgumentException e) {
            return new Delivery(false, 0, e.getMessage());
        }
        return means.mail().send(server, notice, template, locale());
    }

    /** Its name and form. */
    @Extension
    @Symbol("erpMail")
    public static final class DescriptorImpl extends NoticeTargetDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(MailTarget.class);
        }

        @Override
        String kind() {
            return "mail";
        }

        /** Users with passwords. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId) {
            return FormAccess.credentials(
                    item, credentialsId, StandardUsernamePasswordCredentials.class);
        }

        /** The three ways. */
        @POST
        public ListBoxModel doFillSecurityItems(@AncestorInPath Item item) {
            FormAccess.check(item);
            ListBoxModel model = new ListBoxModel();
            for (Security one : List.of(Security.STARTTLS, Security.TLS, Security.NONE)) {
                model.add(Texts.of(NoticeTarget.class, "security." + one.name()), one.name());
            }
            return model;
        }

        /** Whether all are addresses. */
        @POST
        public FormValidation doCheckRecipients(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return addresses(Checks.words(Arrays.asList(Util.fixNull(value))));
        }

        /** Whether it is an address. */
        @POST
        public FormValidation doCheckSender(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return addresses(List.of(Util.fixNull(value).trim()));
        }

        /** Whether it is a port. */
        @POST
        public FormValidation doCheckPort(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return Checks.number(value, 1, 65_535);
        }

        /** Sends a test with what stands in the form. */
        @POST
        public FormValidation doSendTest(
                @QueryParameter String recipients,
                @QueryParameter String sender,
                @QueryParameter String host,
                @QueryParameter int port,
                @QueryParameter String security,
                @QueryParameter String credentialsId,
                @QueryParameter String template,
                @QueryParameter String language) {
            mayTest();
            MailTarget target = new MailTarget("test");
            target.setRecipients(Arrays.asList(Util.fixNull(recipients)));
            target.setSender(sender);
            target.setHost(host);
            target.setPort(port);
            target.setCredentialsId(credentialsId);
            target.setLanguage(language);
            try {
                target.setSecurity(security);
                target.setTemplate(template);
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
            return test(target);
        }

        private static FormValidation addresses(List<String> given) {
            try {
                given.forEach(MailServer::check);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
