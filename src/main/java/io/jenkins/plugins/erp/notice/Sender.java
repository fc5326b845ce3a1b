package io.jenkins.plugins.erp.notice;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Sends notices over HTTP. Follows no redirect, reads little of an answer and tells nothing of it
 * but its status and a short code; tries again after errors of the network, 429 and 5xx.
 */
public final class Sender {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final HttpClient client;
    private final Tries tries;
    private final Duration patience;

    /** With what is used in tests. */
    Sender(HttpClient client, Tries tries, Duration patience) {
        this.client = client;
        this.tries = tries;
        this.patience = patience;
    }

    /**
     * The real one.
     *
     * @param builder with the proxy that applies
     * @param tries how often at most
     */
    public static Sender of(HttpClient.Builder builder, int tries) {
        return new Sender(
                builder.connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                Tries.real(tries),
                ANSWER);
    }

    /**
     * Sends, and tries again where that may help. Never throws.
     *
     * @param post makes what is sent, anew for each attempt, as a signature holds the time
     */
    public Delivery send(NoticeUrl url, NoticeFormat format, Supplier<Post> post) {
        return tries.run(() -> once(url, format, post.get()));
    }

    private Attempt once(NoticeUrl url, NoticeFormat format, Post post)
            throws InterruptedException {
        if (url.misplaced()) {
            return Attempt.refused("url.place");
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request(url.with(post.query()), post),
                        info -> new ShortBody(LONGEST_ANSWER));
        try {
            return judge(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS), format);
        } catch (TimeoutException e) {
            return Attempt.again("sent.timeout");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(URI uri, Post post) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(patience)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header("User-Agent", "erp-pipeline")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        post.body(), StandardCharsets.UTF_8));
        post.headers().forEach(request::header);
        return request.build();
    }

    private static Attempt judge(HttpResponse<byte[]> answer, NoticeFormat format) {
        int status = answer.statusCode();
        String told = String.valueOf(status);
        if (status >= 200 && status < 300) {
            Verdict verdict = format.verdict(new String(answer.body(), StandardCharsets.UTF_8));
            if (verdict.taken()) {
                return Attempt.TAKEN;
            }
            return verdict.again()
                    ? Attempt.again("sent.code", verdict.code())
                    : Attempt.refused("sent.code", verdict.code());
        }
        if (status >= 300 && status < 400) {
            return Attempt.refused("sent.redirect", told);
        }
        if (status != 429 && status < 500) {
            return Attempt.refused("sent.status", told);
        }
        Attempt again = Attempt.again("sent.status", told);
        return answer.headers()
                .firstValue("Retry-After")
                .flatMap(text -> wait(text, Instant.now()))
                .map(again::after)
                .orElse(again);
    }

    /** What the header Retry-After asks for: seconds, or a date. */
    static Optional<Duration> wait(String text, Instant now) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip()))));
        } catch (NumberFormatException e) {
            // then it is a date
        }
        try {
            Duration wait =
                    Duration.between(
                            now,
                            ZonedDateTime.parse(
                                            text.strip(),
                                            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(
                                                    Locale.ROOT))
                                    .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** In words of our own: the message of such an exception may hold the address. */
    private static Attempt failed(Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof HttpConnectTimeoutException || one instanceof ConnectException) {
                return one.getCause() instanceof UnresolvedAddressException
                        ? Attempt.again("sent.host")
                        : Attempt.again("sent.connect");
            }
            if (one instanceof HttpTimeoutException) {
                return Attempt.again("sent.timeout");
            }
            if (one instanceof UnknownHostException) {
                return Attempt.again("sent.host");
            }
            if (one instanceof SSLException) {
                return Attempt.refused("sent.tls");
            }
        }
        return cause instanceof IOException
                ? Attempt.again("sent.network")
                : Attempt.refused("sent.bug", cause.getClass().getSimpleName());
    }
}
