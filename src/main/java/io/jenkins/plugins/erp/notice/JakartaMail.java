package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.shell.SecretMasker;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Hands a mail over by SMTP. The one class that names Jakarta Mail, so that all others load without
 * it.
 */
final class JakartaMail {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final String PATIENCE = "10000";

    /** An answer of SMTP that stays the same when asked again. */
    private static final Pattern FOR_GOOD = Pattern.compile("(?:^|: )5[0-9][0-9][ -]");

    private JakartaMail() {}

    /** One attempt. */
    static Attempt send(MailServer server, MailText text) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Jakarta Mail looks for its parts with the thread's class loader
        thread.setContextClassLoader(Session.class.getClassLoader());
        try {
            Session session = Session.getInstance(properties(server));
            MimeMessage message = message(session, server, text);
            try (Transport transport = session.getTransport(protocol(server))) {
                transport.connect(
                        server.host(),
                        server.port(),
                        server.user().isEmpty() ? null : server.user(),
                        server.user().isEmpty() ? null : server.password());
                transport.sendMessage(message, message.getAllRecipients());
            }
            return Attempt.TAKEN;
        } catch (AuthenticationFailedException e) {
            return Attempt.refused("mail.login");
        } catch (MessagingException e) {
            String told = told(server, e);
            return FOR_GOOD.matcher(told).find()
                    ? Attempt.refused("mail.refused", told)
                    : Attempt.again("mail.server", told);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What Jakarta Mail is told. */
    static Properties properties(MailServer server) {
        String prefix = "mail." + protocol(server) + ".";
        Properties properties = new Properties();
        properties.put(prefix + "connectiontimeout", PATIENCE);
        properties.put(prefix + "timeout", PATIENCE);
        properties.put(prefix + "writetimeout", PATIENCE);
        properties.put(prefix + "auth", String.valueOf(!server.user().isEmpty()));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        boolean starttls = server.security() == MailServer.Security.STARTTLS;
        properties.put(prefix + "starttls.enable", String.valueOf(starttls));
        properties.put(prefix + "starttls.required", String.valueOf(starttls));
        return properties;
    }

    private static String protocol(MailServer server) {
        return server.security() == MailServer.Security.TLS ? "smtps" : "smtp";
    }

    private static MimeMessage message(Session session, MailServer server, MailText text)
            throws MessagingException {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text.text(), UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(text.html(), UTF_8, "html");
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(server.from(), true));
        for (String recipient : server.recipients()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient, true));
        }
        message.setSubject(text.subject(), UTF_8);
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setSentDate(new Date());
        message.setContent(new MimeMultipart("alternative", plain, html));
        message.saveChanges();
        return message;
    }

    private static String told(MailServer server, MessagingException e) {
        List<String> messages = new ArrayList<>();
        Exception one = e;
        while (one != null) {
            messages.add(
                    one.getMessage() == null ? one.getClass().getSimpleName() : one.getMessage());
            one = one instanceof MessagingException known ? known.getNextException() : null;
        }
        return Limits.line(
                SecretMasker.of(List.of(server.password())).mask(String.join(": ", messages)), 300);
    }
}
