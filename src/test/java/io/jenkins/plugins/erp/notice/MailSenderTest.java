package io.jenkins.plugins.erp.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.history.Entries;
import io.jenkins.plugins.erp.notice.MailServer.Security;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail, handed to a small SMTP server of the test's own. */
class MailSenderTest {
    private static final String PASSWORD = "p4ssw0rd";
    private static final Notice NOTICE =
            new Notice(
                    NoticeEvent.FAILED,
                    Entries.of("deploy", "FAILED")
                            .with("environment", "生产")
                            .with("failure", "line\n.\nQUIT\n<b>")
                            .entry(),
                    "",
                    "");

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Queue<String> answersToRcpt = new ConcurrentLinkedQueue<>();
    private final List<Duration> waited = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "smtp of the test");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                converse(socket);
            } catch (IOException e) {
                // closed, or the client has gone
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        say(out, "220 test");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            said.add(line);
            if (data) {
                if (line.equals(".")) {
                    data = false;
                    say(out, "250 taken");
                }
            } else if (line.startsWith("EHLO")) {
                say(out, "250-test\r\n250 AUTH PLAIN");
            } else if (line.startsWith("AUTH PLAIN")) {
                String given =
                        new String(
                                Base64.getDecoder().decode(line.substring(11)),
                                StandardCharsets.UTF_8);
                say(out, given.endsWith(PASSWORD) ? "235 well" : "535 5.7.8 bad credentials");
            } else if (line.startsWith("RCPT")) {
                String answer = answersToRcpt.poll();
                say(out, answer == null ? "250 ok" : answer);
            } else if (line.equals("DATA")) {
                data = true;
                say(out, "354 go on");
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private MailServer mail(String user, String password) {
        return new MailServer(
                "127.0.0.1",
                server.getLocalPort(),
                Security.NONE,
                user,
                password,
                "jenkins@example.com",
                List.of("ops@example.com", "dev@example.com"));
    }

    private Delivery send(MailServer to) {
        return new MailSender(new Tries(4, waited::add, () -> 0))
                .send(to, NOTICE, Optional.empty(), Locale.ENGLISH);
    }

    @Test
    void aMailArrivesWithBothParts() {
        assertThat(send(mail("jenkins", PASSWORD))).isEqualTo(new Delivery(true, 1, ""));
        assertThat(said)
                .contains("MAIL FROM:<jenkins@example.com>", "RCPT TO:<ops@example.com>")
                .contains("RCPT TO:<dev@example.com>", "Auto-Submitted: auto-generated")
                .anyMatch(l -> l.startsWith("Subject: =?UTF-8?"))
                .anyMatch(l -> l.startsWith("Content-Type: multipart/alternative"))
                .contains("Content-Type: text/plain; charset=UTF-8")
                .contains("Content-Type: text/html; charset=UTF-8");
        // a line with a dot does not end the mail
        assertThat(said).contains("..").endsWith(".", "QUIT");
    }

    @Test
    void aWrongPasswordIsNotTriedAgainAndNotTold() {
        Delivery delivery = send(mail("jenkins", "wr0ngpass"));

        assertThat(delivery).isEqualTo(new Delivery(false, 1, Attempt.text("mail.login")));
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() {
        answersToRcpt.add("451 4.7.1 greylisted");

        assertThat(send(mail("", ""))).isEqualTo(new Delivery(true, 2, ""));
        assertThat(waited).containsExactly(Duration.ofSeconds(1));
        assertThat(said).noneMatch(l -> l.startsWith("AUTH"));
    }

    @Test
    void aRecipientThatIsUnknownIsToldAndNotTriedAgain() {
        answersToRcpt.add("550 5.1.1 no such user");

        Delivery delivery = send(mail("", ""));

        assertThat(delivery.delivered()).isFalse();
        assertThat(delivery.tries()).isEqualTo(1);
        assertThat(delivery.problem()).contains("550 5.1.1 no such user");
    }

    @Test
    void nobodyThereIsTold() throws IOException {
        MailServer gone = mail("", "");
        server.close();

        Delivery delivery = send(gone);

        assertThat(delivery.delivered()).isFalse();
        assertThat(delivery.tries()).isEqualTo(4);
    }

    @Test
    void withoutTlsThatWasAskedForNothingIsSent() {
        MailServer starttls =
                new MailServer(
                        "127.0.0.1",
                        server.getLocalPort(),
                        Security.STARTTLS,
                        "jenkins",
                        PASSWORD,
                        "jenkins@example.com",
                        List.of("ops@example.com"));

        assertThat(send(starttls).delivered()).isFalse();
        assertThat(said).noneMatch(l -> l.startsWith("AUTH") || l.startsWith("MAIL"));
    }

    @Test
    void tlsChecksTheServersName() {
        Properties properties =
                JakartaMail.properties(
                        new MailServer(
                                "mail.example.com",
                                465,
                                Security.TLS,
                                "u",
                                "p",
                                "a@b",
                                List.of("c@d")));

        assertThat(properties)
                .containsEntry("mail.smtps.ssl.checkserveridentity", "true")
                .containsEntry("mail.smtps.timeout", "10000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "a@b\r\nRCPT TO:<c@d>",
                "a@b c",
                "Ops <a@b>",
                "a@b,c@d",
                "<a@b>",
                "a@-b"
            })
    void whatIsNoPlainAddressIsRefused(String address) {
        assertThatThrownBy(() -> MailServer.check(address))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutRecipientsThereIsNoMail() {
        assertThatThrownBy(() -> new MailServer("h", 25, Security.NONE, "", "", "a@b", List.of()))
                .hasMessage(Attempt.text("mail.none"));
    }

    @Test
    void withoutJakartaMailThePluginIsNamed() throws Exception {
        Class<?> sender = new WithoutMail().loadClass(MailSenderTest.class.getName() + "$Apart");

        Object problem = call(sender);

        assertThat(problem).isEqualTo(Attempt.text("mail.plugin"));
    }

    private static Object call(Class<?> type) throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod("send");
        method.setAccessible(true);
        return method.invoke(null);
    }

    /** Run where no Jakarta Mail is. */
    static final class Apart {
        private Apart() {}

        /** What is told. */
        static String send() {
            return MailSender.of(1)
                    .send(
                            new MailServer(
                                    "127.0.0.1", 1, Security.NONE, "", "", "a@b", List.of("c@d")),
                            Notice.test(""),
                            Optional.empty(),
                            Locale.ENGLISH)
                    .problem();
        }
    }

    /** Loads our classes anew, and knows no Jakarta Mail. */
    private static final class WithoutMail extends ClassLoader {
        WithoutMail() {
            super(MailSenderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("jakarta.mail")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.jenkins.plugins.erp.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
