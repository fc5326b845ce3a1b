package io.jenkins.plugins.erp.jenkins.settings;

import io.jenkins.plugins.erp.docker.RegistryLogin;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks an image registry whether it is one, and whether it takes a login, as Docker does: {@code
 * GET /v2/}, and the token service that it names. Nothing that is answered is handed on but what
 * became of it; redirections are not followed.
 */
final class RegistryProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern CHALLENGE =
            Pattern.compile("(?i)(Basic|Bearer)\\b(.{0,2000})", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    private RegistryProbe() {}

    /** What became of it. */
    enum Verdict {
        /** The login is taken. */
        ACCEPTED,
        /** It is a registry, and wants no login. */
        OPEN,
        /** It is a registry, and wants a login; none was given. */
        LOGIN_WANTED,
        /** The login is not taken. */
        REFUSED,
        /** Something answers, but no registry. */
        NO_REGISTRY,
        /** The token service that it names is not reached by https. */
        UNSAFE,
        /** Nothing answers. */
        UNREACHABLE
    }

    /**
     * What a registry wants.
     *
     * @param bearer whether a token service is to be asked
     * @param parameters realm, service, scope
     */
    record Challenge(boolean bearer, Map<String, String> parameters) {
        static Optional<Challenge> parse(String header) {
            Matcher matcher = CHALLENGE.matcher(header.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            Matcher each = PARAMETER.matcher(matcher.group(2));
            while (each.find()) {
                parameters.put(each.group(1), each.group(2));
            }
            return Optional.of(
                    new Challenge(matcher.group(1).equalsIgnoreCase("Bearer"), parameters));
        }

        /** The token service's address; empty where it is none that a password may be sent to. */
        Optional<URI> tokens() {
            try {
                String realm = parameters.getOrDefault("realm", "");
                StringBuilder address = new StringBuilder(realm);
                for (String name : new String[] {"service", "scope"}) {
                    if (parameters.containsKey(name)) {
                        address.append(address.indexOf("?") < 0 ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(
                                        URLEncoder.encode(
                                                parameters.get(name), StandardCharsets.UTF_8));
                    }
                }
                URI uri = URI.create(address.toString());
                boolean safe =
                        uri.getHost() != null
                                && uri.getUserInfo() == null
                                && ("https".equals(uri.getScheme())
                                        || ("http".equals(uri.getScheme())
                                                && loopback(uri.getHost())));
                return safe ? Optional.of(uri) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** Where a registry's API is: by https, on this machine by http, as Docker has it. */
    static URI api(String registry) {
        String host = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return URI.create((loopback(name) ? "http" : "https") + "://" + host + "/v2/");
    }

    private static boolean loopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    static Verdict ask(HttpClient client, String registry, Optional<RegistryLogin> login)
            throws InterruptedException {
        try {
            URI api = api(registry);
            HttpResponse<Void> first = get(client, api, Optional.empty());
            boolean version =
                    first.headers()
                            .firstValue("Docker-Distribution-Api-Version")
                            .orElse("")
                            .startsWith("registry/2");
            if (first.statusCode() == 200) {
                return version ? Verdict.OPEN : Verdict.NO_REGISTRY;
            }
            Optional<Challenge> challenge =
                    first.headers().firstValue("WWW-Authenticate").flatMap(Challenge::parse);
            if (first.statusCode() != 401 || challenge.isEmpty()) {
                return Verdict.NO_REGISTRY;
            }
            if (login.isEmpty()) {
                return Verdict.LOGIN_WANTED;
            }
            Optional<URI> where =
                    challenge.get().bearer() ? challenge.get().tokens() : Optional.of(api);
            if (where.isEmpty()) {
                return Verdict.UNSAFE;
            }
            int status = get(client, where.get(), login).statusCode();
            return status == 200
                    ? Verdict.ACCEPTED
                    : status == 401 || status == 403 ? Verdict.REFUSED : Verdict.NO_REGISTRY;
        } catch (IOException e) {
            return Verdict.UNREACHABLE;
        }
    }

    private static HttpResponse<Void> get(
            HttpClient client, URI address, Optional<RegistryLogin> login)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(LIMIT).GET();
        login.ifPresent(
                l ->
                        request.header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        (l.username() + ":" + l.password())
                                                                .getBytes(
                                                                        StandardCharsets.UTF_8))));
        // the request's own limit ends with the headers: a body may drip for ever
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(2 * LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer", e);
        } finally {
            answer.cancel(true);
        }
    }
}
