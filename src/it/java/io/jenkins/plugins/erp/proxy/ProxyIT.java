package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RealEngine;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nginx and Caddy as they are configured out there, moved on the real engine while clients ask. */
class ProxyIT {
    private static final String NGINX = "nginx:1.26";
    private static final String PLACE = "/etc/nginx/conf.d/default.conf";
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final ProxyMover MOVER = ProxyStack.mover(DRAIN);

    private static final String STATIC =
            "server { listen 80; location / { proxy_pass http://web:8000; } }";
    private static final String VARIABLE =
            """
            server {
                listen 80;
                resolver 127.0.0.11 valid=1s;
                location / { set $up web; proxy_pass http://$up:8000; }
            }
            """;

    /** What is moved. */
    enum Configuration {
        STATIC(ProxyIT.STATIC),
        UPSTREAM(
                """
                upstream app { server web:8000; }
                server { listen 80; location / { proxy_pass http://app; } }
                """),
        KEEPALIVE(
                """
                upstream app { server web:8000; keepalive 16; }
                server {
                    listen 80;
                    location / {
                        proxy_http_version 1.1; proxy_set_header Connection "";
                        proxy_pass http://app;
                    }
                }
                """),
        VARIABLE(ProxyIT.VARIABLE),
        TWO_SERVERS(
                """
                server { listen 80; server_name a.test; location / { proxy_pass http://web:8000; } }
                server {
                    listen 80; server_name b.test;
                    location / { proxy_pass http://web:8001; }
                    location /slow { proxy_pass http://other:8000; }
                }
                """),
        READ_ONLY_MOUNT(ProxyIT.STATIC),
        BUSYBOX(ProxyIT.VARIABLE),
        NO_SHELL(ProxyIT.STATIC),
        CADDY(":80 {\n\treverse_proxy web:8000\n}\n");

        final String text;

        Configuration(String text) {
            this.text = text;
        }
    }

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(Configuration.class)
    void thereAndBackLosesNothing(Configuration configuration) throws Exception {
        try (ProxyStack stack = new ProxyStack()) {
            RealEngine.imageOrSkip(NGINX);
            ContainerState old = stack.web("old", "web");
            stack.web("other", "other");
            ContainerState proxy = nginx(stack, configuration);
            MOVER.check(proxy, ProxyStack.NAMES);
            stack.ask(
                    configuration == Configuration.TWO_SERVERS
                            ? List.of("a.test", "b.test")
                            : List.of("localhost"));
            Thread.sleep(700);
            ContainerState fresh = stack.web("fresh", "web");
            MOVER.pointAt(proxy, List.of(fresh), ProxyStack.NAMES, stack.progress);
            assertThat(steered(proxy, fresh)).isEqualTo(ProxyMover.Steered.THERE);
            assertThat(steered(proxy, old)).isEqualTo(ProxyMover.Steered.ELSEWHERE);
            final long moved = System.currentTimeMillis();
            Thread.sleep(700);
            // taken back while both are there
            final long turning = System.currentTimeMillis();
            MOVER.pointAt(proxy, List.of(old), ProxyStack.NAMES, stack.progress);
            final long back = System.currentTimeMillis();
            Thread.sleep(700);
            final long again = System.currentTimeMillis();
            MOVER.pointAt(proxy, List.of(fresh), ProxyStack.NAMES, stack.progress);
            final long last = System.currentTimeMillis();
            MOVER.retire(proxy, List.of(old), stack.progress);
            stack.end(old);
            MOVER.clean(proxy);
            assertThat(steered(proxy, fresh)).isEqualTo(ProxyMover.Steered.NOT);
            Thread.sleep(1200);

            assertThat(stack.stopAsking()).isEmpty();
            assertThat(stack.asked()).isGreaterThan(300);
            boolean two = configuration == Configuration.TWO_SERVERS;
            assertThat(stack.answers(moved, turning)).isEqualTo(all("fresh", two));
            assertThat(stack.answers(back, again)).isEqualTo(all("old", two));
            assertThat(stack.answers(last, Long.MAX_VALUE)).isEqualTo(all("fresh", two));
            assertThat(stack.said).as("nothing was given up on").isEmpty();
        }
    }

    private static ProxyMover.Steered steered(ContainerState proxy, ContainerState web)
            throws Exception {
        return MOVER.steered(proxy, List.of(web), ProxyStack.NAMES);
    }

    private static Set<String> all(String word, boolean two) {
        return two ? Set.of(word + " 8000", word + " 8001", "other 8000") : Set.of(word + " 8000");
    }

    private ContainerState nginx(ProxyStack stack, Configuration configuration) throws Exception {
        Path file = Files.writeString(directory.resolve("default.conf"), configuration.text);
        return switch (configuration) {
            case READ_ONLY_MOUNT ->
                    stack.proxy(NGINX, file, "", List.of("--volume=" + file + ":" + PLACE + ":ro"));
            case BUSYBOX ->
                    stack.proxy(
                            ProxyStack.image(
                                    "erp-it-nginx:busybox",
                                    """
                                    FROM nginx:1.26
                                    RUN apt-get update && apt-get install -y --no-install-recommends busybox
                                    RUN for tool in sh rm grep tail sleep; do ln -sf "$(command -v busybox)" /usr/local/bin/$tool; done
                                    """),
                            file,
                            PLACE,
                            List.of());
            case NO_SHELL ->
                    stack.proxy(
                            ProxyStack.image(
                                    "erp-it-nginx:no-shell",
                                    "FROM nginx:1.26\n"
                                            + "RUN rm -f /bin/sh /bin/dash /bin/bash\n"),
                            file,
                            PLACE,
                            List.of(),
                            "nginx",
                            "-g",
                            "daemon off;");
            case CADDY ->
                    stack.proxy(
                            ProxyStack.image(
                                    "erp-it-caddy:debian",
                                    """
                                    FROM python:3.13-slim
                                    RUN apt-get update && apt-get install -y --no-install-recommends caddy
                                    CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
                                    """),
                            file,
                            "/etc/caddy/Caddyfile",
                            List.of());
            default -> stack.proxy(NGINX, file, PLACE, List.of());
        };
    }

    @Test
    void whileWebIsDownClientsAreToldToComeAgain() throws Exception {
        try (ProxyStack stack = new ProxyStack()) {
            RealEngine.imageOrSkip(NGINX);
            ContainerState old = stack.web("old", "web");
            ContainerState proxy = nginx(stack, Configuration.STATIC);
            Maintenance maintenance = new Maintenance(RealEngine.SHELL::run, MOVER, Pause.REAL);
            String name = Maintenance.name(stack.project, "run");
            stack.ask(List.of("localhost"));
            Thread.sleep(700);
            final long before = System.currentTimeMillis();
            maintenance.on(
                    proxy,
                    name,
                    ImageReference.parse(ProxyStack.PYTHON),
                    ProxyStack.NAMES,
                    List.of(8000, 8001),
                    stack.progress);
            final long on = System.currentTimeMillis();
            stack.end(old);
            HttpResponse<String> answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(stack.address()).build(),
                                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("10");
            assertThat(answer.body()).contains("Back in a moment");
            ContainerState fresh = stack.web("fresh", "web");
            final long off = System.currentTimeMillis();
            MOVER.pointAt(proxy, List.of(fresh), ProxyStack.NAMES, stack.progress);
            maintenance.off(name);
            MOVER.clean(proxy);
            final long over = System.currentTimeMillis();
            Thread.sleep(500);
            assertThat(stack.stopAsking()).allMatch(f -> f.contains(": 503 "));
            assertThat(stack.answers(0, before)).isEqualTo(Set.of("old 8000"));
            assertThat(stack.answers(0, Long.MAX_VALUE))
                    .as("never a 502")
                    .isEqualTo(Set.of("old 8000", "503", "fresh 8000"));
            assertThat(stack.answers(on, off)).isEqualTo(Set.of("503"));
            assertThat(stack.answers(over, Long.MAX_VALUE)).isEqualTo(Set.of("fresh 8000"));
        }
    }

    @Test
    void whatCannotBeMovedIsRefusedAndGoesOn() throws Exception {
        try (ProxyStack stack = new ProxyStack()) {
            RealEngine.imageOrSkip(NGINX);
            ContainerState old = stack.web("old", "web");
            Path conf = Files.createDirectory(directory.resolve("conf.d"));
            Files.writeString(conf.resolve("default.conf"), VARIABLE);
            ContainerState proxy =
                    stack.proxy(
                            NGINX, conf, "", List.of("--volume=" + conf + ":/etc/nginx/conf.d:ro"));
            stack.ask(List.of("localhost"));
            Thread.sleep(300);
            assertThatThrownBy(() -> MOVER.check(proxy, ProxyStack.NAMES))
                    .isInstanceOf(PhaseException.class)
                    .hasMessageContaining("/etc/nginx/conf.d/erp-pipeline.conf");
            assertThatThrownBy(
                            () ->
                                    MOVER.pointAt(
                                            proxy, List.of(old), ProxyStack.NAMES, stack.progress))
                    .isInstanceOf(PhaseException.class)
                    .hasMessageContaining("/etc/nginx/conf.d/erp-pipeline.conf")
                    .hasMessageContaining("cannot be written");
            assertThat(steered(proxy, old)).isEqualTo(ProxyMover.Steered.NOT);
            assertThat(stack.stopAsking()).isEmpty();
        }
    }
}
