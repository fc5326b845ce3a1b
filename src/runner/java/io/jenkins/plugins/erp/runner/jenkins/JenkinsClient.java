package io.jenkins.plugins.erp.runner.jenkins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.console.Console;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks a Jenkins over HTTP, as somebody, with a crumb where it takes one. */
public final class JenkinsClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What Jenkins hides in a console for its own pages. */
    private static final Pattern NOTE = Pattern.compile("\u001b\\[8mha:.*?\u001b\\[0m");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI root;
    private final Optional<String> login;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /** As nobody. */
    public JenkinsClient(URI root) {
        this(root, Optional.empty());
    }

    private JenkinsClient(URI root, Optional<String> login) {
        this.root = root;
        this.login = login;
    }

    /** As somebody. */
    public static JenkinsClient as(URI root, String user, String password) {
        return new JenkinsClient(root, Optional.of(basic(user, password)));
    }

    /** The value of an Authorization header. */
    public static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Asks for a page by its path without a leading slash. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A file by its path. */
    public byte[] bytes(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    /** Asks for a path, which has to be there, and reads it as JSON. */
    public JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new IOException(root.resolve(path) + " answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    /** Sends a form. */
    public HttpResponse<String> post(String path, Map<String, String> form)
            throws IOException, InterruptedException {
        return post(path, "application/x-www-form-urlencoded", encode(form));
    }

    /** Makes a job that is not there yet. */
    public void create(JobFile job) throws IOException, InterruptedException {
        HttpResponse<String> response =
                post("createItem?name=" + word(job.name()), "application/xml", job.config());
        if (response.statusCode() >= 400) {
            throw new IOException(
                    "the job " + job.name() + " was not taken: " + response.statusCode());
        }
    }

    private HttpResponse<String> post(String path, String type, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> crumb = get("crumbIssuer/api/json");
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (crumb.statusCode() == 200) {
            JsonNode known = JSON.readTree(crumb.body());
            request.header(known.path("crumbRequestField").asText(), known.path("crumb").asText());
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path)).timeout(LIMIT);
        login.ifPresent(header -> request.header("Authorization", header));
        return request;
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> word(e.getKey()) + "=" + word(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String word(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Has a job built with parameters, if any are given.
     *
     * @return the number that the build has, or will have
     */
    public int build(String job, Map<String, String> parameters)
            throws IOException, InterruptedException {
        int next =
                json("job/" + job + "/api/json?tree=nextBuildNumber")
                        .path("nextBuildNumber")
                        .asInt();
        HttpResponse<String> response =
                post(
                        "job/" + job + (parameters.isEmpty() ? "/build" : "/buildWithParameters"),
                        parameters);
        if (response.statusCode() >= 400) {
            throw new IOException(
                    "the build of " + job + " was not taken: " + response.statusCode());
        }
        return next;
    }

    /** How a build ended, such as SUCCESS; empty while it runs, or has not begun. */
    public Optional<String> result(String job, int number)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                get("job/" + job + "/" + number + "/api/json?tree=result,building");
        if (response.statusCode() != 200) {
            return Optional.empty();
        }
        JsonNode build = JSON.readTree(response.body());
        return build.path("building").asBoolean()
                ? Optional.empty()
                : Optional.of(build.path("result").asText());
    }

    /** Prints a build's console as it grows, until the build ends; gives its result. */
    public String follow(String job, int number, Console console)
            throws IOException, InterruptedException {
        long from = 0;
        StringBuilder begun = new StringBuilder();
        while (true) {
            HttpResponse<String> part =
                    get("job/" + job + "/" + number + "/logText/progressiveText?start=" + from);
            if (part.statusCode() == 200) {
                from = part.headers().firstValueAsLong("X-Text-Size").orElse(from);
                begun.append(part.body());
                int end = begun.lastIndexOf("\n");
                begun.substring(0, end + 1)
                        .lines()
                        .map(line -> NOTE.matcher(line).replaceAll(""))
                        .forEach(console::info);
                begun.delete(0, end + 1);
                boolean more = part.headers().firstValue("X-More-Data").isPresent();
                Optional<String> result = more ? Optional.empty() : result(job, number);
                if (result.isPresent()) {
                    return result.get();
                }
            } else if (part.statusCode() != 404) {
                throw new IOException(
                        "the console of " + job + " " + number + " answered " + part.statusCode());
            }
            Thread.sleep(500);
        }
    }

    /** A build's console so far; empty before it has begun. */
    public String console(String job, int number) throws IOException, InterruptedException {
        HttpResponse<String> response = get("job/" + job + "/" + number + "/consoleText");
        return response.statusCode() == 200 ? response.body() : "";
    }
}
