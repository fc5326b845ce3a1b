package io.jenkins.plugins.erp.jenkins.notice;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.notice.MailSender;
import io.jenkins.plugins.erp.notice.Sender;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** What a target needs to deliver: secrets by their ids, and who sends. */
interface Means {

    /**
     * A secret text.
     *
     * @throws IllegalArgumentException when there is none with that id; the message is for people
     */
    String secret(String id);

    /**
     * A user and a password.
     *
     * @throws IllegalArgumentException when there is none with that id; the message is for people
     */
    Login login(String id);

    /** Sends over HTTP. */
    Sender sender();

    /** Sends by mail. */
    MailSender mail();

    /**
     * To log in with.
     *
     * @param user a name
     * @param password of that user
     */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** Those of this Jenkins, that try so often. */
    static Means ofJenkins(int tries) {
        return new Means() {
            @Override
            public String secret(String id) {
                return found(id, StringCredentials.class).getSecret().getPlainText();
            }

            @Override
            public Login login(String id) {
                StandardUsernamePasswordCredentials found =
                        found(id, StandardUsernamePasswordCredentials.class);
                return new Login(found.getUsername(), found.getPassword().getPlainText());
            }

            @Override
            public Sender sender() {
                return Sender.of(ProxyConfiguration.newHttpClientBuilder(), tries);
            }

            @Override
            public MailSender mail() {
                return MailSender.of(tries);
            }
        };
    }

    /** Address of this Jenkins; empty where it does not know it. */
    static String rootUrl() {
        return Util.fixNull(Jenkins.get().getRootUrl());
    }

    private static <C extends StandardCredentials> C found(String id, Class<C> type) {
        C found =
                CredentialsMatchers.firstOrNull(
                        CredentialsProvider.lookupCredentialsInItem(
                                type, (Item) null, ACL.SYSTEM2, List.of()),
                        CredentialsMatchers.withId(Util.fixNull(id)));
        if (found == null) {
            throw new IllegalArgumentException(
                    Texts.of(
                            NoticeTarget.class,
                            type == StringCredentials.class ? "no.secret" : "no.login",
                            Util.fixNull(id)));
        }
        return found;
    }
}
