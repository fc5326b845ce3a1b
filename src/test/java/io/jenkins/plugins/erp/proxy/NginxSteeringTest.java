package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NginxSteeringTest {
    private static final String MAIN =
            """
            nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
            # configuration file /etc/nginx/nginx.conf:
            http {
                log_format main '$remote_addr "{ ; }" # no comment';
                include /etc/nginx/conf.d/*.conf; # all of them
            }
            # configuration file /etc/nginx/conf.d/default.conf:
            """;

    @Test
    void plainNamesNeedNothing() {
        NginxSteering steering =
                of(
                        """
                        upstream app { server web:8000 weight=2; server web:8001; keepalive 8; }
                        server { location / { proxy_pass http://app; }
                                 location /x { uwsgi_pass web:8000; } }
                        """);
        assertThat(steering.obstacle()).isEmpty();
        assertThat(steering.extra()).isEqualTo(NginxCommands.Extra.NONE);
    }

    @Test
    void variablesAreReadAndPinned() {
        NginxSteering steering =
                of(
                        """
                        map $uri $api { default web; /s other; }
                        server {
                            resolver 127.0.0.11 valid=30s;
                            set $up "web"; set $whole http://${up}:9000;
                            location / { proxy_pass http://$up:8000; }
                            location ~ ^/a{1,3}$ { proxy_pass $whole$request_uri; }
                            location /m { proxy_pass http://$api; }
                            location /o { set $files minio; proxy_pass http://$files:9001; }
                        }
                        """);
        assertThat(steering.obstacle()).isEmpty();
        assertThat(steering.pinned()).containsExactly("web:80", "web:8000", "web:9000");
        assertThat(steering.extra())
                .isEqualTo(
                        new NginxCommands.Extra(
                                "/etc/nginx/conf.d/erp-pipeline.conf",
                                """
                                # erp-pipeline: there while this is loaded
                                server {
                                    listen 127.0.0.1:61317;
                                    location /0 { proxy_pass http://web:80; }
                                    location /1 { proxy_pass http://web:8000; }
                                    location /2 { proxy_pass http://web:9000; }
                                }
                                """));
    }

    @Test
    void aVariableThatNamesAnUpstreamNeedsNothing() {
        NginxSteering steering =
                of(
                        "upstream web { server web:8000; } server { set $u web; proxy_pass http://$u; }");
        assertThat(steering.obstacle()).isEmpty();
        assertThat(steering.pinned()).isEmpty();
    }

    @Test
    void aLiteralHostBeforeAVariablePathIsPinnedToo() {
        assertThat(of("server { proxy_pass http://app_web$request_uri; }").pinned())
                .containsExactly("app_web:80");
    }

    @Test
    void aHostThatCannotBeTheServiceDoesNotMatter() {
        NginxSteering steering = of("server { proxy_pass https://$bucket.files.example.com; }");
        assertThat(steering.obstacle()).isEmpty();
        assertThat(steering.pinned()).isEmpty();
    }

    @Test
    void whatCannotBeSteeredIsRefusedWithTheReason() {
        assertThat(of("server { resolver 1.1.1.1; proxy_pass http://$host:8000; }").obstacle())
                .hasValueSatisfying(
                        o ->
                                assertThat(o)
                                        .contains("gets its host from the request")
                                        .contains("proxy_pass http://web:8000"));
        assertThat(of("upstream app { zone z 64k; server web:8000 resolve; }").obstacle())
                .hasValueSatisfying(o -> assertThat(o).contains("Take the word resolve away"));
        NginxConfig alone =
                NginxConfig.parse(
                        "# configuration file /etc/nginx/nginx.conf:\n"
                                + "http { server { set $u web; proxy_pass http://$u:8000; } }\n");
        assertThat(NginxSteering.of(alone, List.of("web")).obstacle())
                .hasValueSatisfying(o -> assertThat(o).contains("include /etc/nginx/conf.d/"));
    }

    private static NginxSteering of(String text) {
        return NginxSteering.of(NginxConfig.parse(MAIN + text), List.of("web", "app_web"));
    }

    @Test
    void portsAreThoseAtWhichWebIsAskedFor() {
        NginxConfig config =
                NginxConfig.parse(
                        """
                        # configuration file /etc/nginx/nginx.conf:
                        http {
                            upstream app { server web:8000; server other:9000; }
                            server { listen 81; location / { proxy_pass http://app; } }
                            server { set $up web; location / { proxy_pass http://$up:8001/x; } }
                            server { location / { proxy_pass https://web; } }
                        }
                        """);
        assertThat(NginxSteering.ports(config, List.of("web"))).containsExactly(443, 8000, 8001);
    }
}
