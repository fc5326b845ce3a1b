package io.jenkins.plugins.erp.notice;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where and how a mail is handed over.
 *
 * @param host of the SMTP server
 * @param port of it
 * @param security of the connection
 * @param user to log in with, or empty
 * @param password of that user
 * @param from address of the sender
 * @param recipients addresses
 */
public record MailServer(
        String host,
        int port,
        Security security,
        String user,
        String password,
        String from,
        List<String> recipients) {
    /** A plain address: no name, no comment, nothing that could begin a line of its own. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*)");

    /** How the connection is kept safe. */
    public enum Security {
        /** not at all: for a server on this machine or in a trusted network */
        NONE,
        /** begins in the clear, and goes on with TLS or not at all */
        STARTTLS,
        /** TLS from the first byte */
        TLS
    }

    /** Copies and checks; the message of the exception is for people. */
    public MailServer {
        recipients = List.copyOf(recipients);
        check(from);
        recipients.forEach(MailServer::check);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException(Attempt.text("mail.none"));
        }
    }

    /**
     * Whether it is one address of mail.
     *
     * @throws IllegalArgumentException when it is not; the message is for people
     */
    public static void check(String address) {
        if (address == null || !ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    Attempt.text("mail.address", Limits.line(String.valueOf(address), 100)));
        }
    }

    @Override
    public String toString() {
        return "mail by " + host + ":" + port;
    }
}
