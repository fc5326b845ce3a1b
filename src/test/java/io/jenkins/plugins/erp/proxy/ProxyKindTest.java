package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyKindTest {

    @Test
    void imageThenProgramTell() {
        assertThat(of("example.com:5000/nginx:1.26", "")).isEqualTo(ProxyKind.NGINX);
        assertThat(of("team/front:1", "nginx -g daemon off;")).isEqualTo(ProxyKind.NGINX);
        assertThat(of("traefik:v3", "")).isEqualTo(ProxyKind.TRAEFIK);
        assertThat(of("caddy:2", "caddy run")).isEqualTo(ProxyKind.CADDY);
        assertThat(of("lucaslorentz/caddy-docker-proxy:2.9", "")).isEqualTo(ProxyKind.CADDY_LABELS);
        assertThat(of("nginx-team/front:1", "run")).isEqualTo(ProxyKind.UNKNOWN);
    }

    private static ProxyKind of(String image, String program) {
        return ProxyKind.of(image, List.of(program), Map.of());
    }
}
