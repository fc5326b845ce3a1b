package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On models that Compose 2.26 printed. */
class ComposeProjectTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @Test
    void readsAModel() throws Exception {
        ComposeProject project = ComposeProject.parse(Samples.read("two-services.json"));
        assertThat(project.name()).isEqualTo("erp");
        assertThat(project.volumes()).containsExactly(Map.entry("data", "erp_data"));
        ComposeService web = project.service("web");
        assertThat(web.command()).containsExactly("python3", "-m", "http.server", "8000");
        assertThat(web.replicas()).isEqualTo(2);
        assertThat(web.healthcheck()).isTrue();
        assertThat(web.stopGracePeriod()).contains("5s");
        assertThat(web.ports())
                .containsExactly(new ComposeService.Port(8000, "", "", "tcp"))
                .noneMatch(ComposeService.Port::fixed);
        assertThat(web.volumes())
                .containsExactly(
                        new ComposeService.Mount("bind", "/opt/erp", "/app", true),
                        new ComposeService.Mount("volume", "data", "/data", false));
        assertThat(project.service("db").healthcheck()).isFalse();
        assertThat(project.service("db").replicas()).isEqualTo(1);
        assertThatThrownBy(() -> project.service("wbe"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("they have: db, web");
    }

    @Test
    void neverShowsValues() throws Exception {
        String json = Samples.read("plan-resolved.json");
        ComposeProject project = ComposeProject.parse(json);
        assertThat(project.service("db").environment())
                .containsEntry("POSTGRES_PASSWORD", "hunter2");
        assertThat(project.toString() + project.services() + project.edit())
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> ComposeProject.parse("{\"PW\": \"hunter2"))
                .isInstanceOf(ConfigException.class)
                .hasNoCause()
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void planRolesAreInferred() throws Exception {
        ComposeProject project = ComposeProject.parse(Samples.read("plan-resolved.json"));
        assertThat(RoleInference.infer(project, Optional.empty()))
                .containsOnly(
                        Map.entry(Role.WEB, List.of("web")),
                        Map.entry(Role.WORKER, List.of("celery_worker")),
                        Map.entry(Role.BEAT, List.of("celery_beat")),
                        Map.entry(Role.DATABASE, List.of("db")),
                        Map.entry(Role.CACHE, List.of("redis")),
                        Map.entry(Role.PROXY, List.of("nginx")));
    }

    @Test
    void planStandsInTheWayOfASwitch() throws Exception {
        ComposeProject project = ComposeProject.parse(Samples.read("plan-resolved.json"));
        List<SwitchFinding> findings =
                SwitchCheck.findings(
                        project,
                        RoleInference.infer(project, Optional.empty()),
                        Optional.of("/app"),
                        Optional.of("/opt/erp"),
                        true,
                        true);
        assertThat(findings)
                .extracting(f -> f.kind() + " " + f.service() + " " + f.subject())
                .containsExactlyInAnyOrder(
                        "CONTAINER_NAME celery_beat django_erp_celery_beat",
                        "CODE_MOUNT celery_beat /app",
                        "CONTAINER_NAME celery_worker django_erp_celery_worker",
                        "CODE_MOUNT celery_worker /app",
                        "EXPOSED_DATA db 5432:5432",
                        "EXPOSED_DATA redis 6379:6379",
                        "CONTAINER_NAME web django_erp_web",
                        "PUBLISHED_PORT web 8000:8000",
                        "CODE_MOUNT web /app");
        assertThat(findings)
                .allSatisfy(f -> assertThat(f.fix()).isNotBlank())
                .filteredOn(f -> f.kind() == SwitchFinding.Kind.CODE_MOUNT)
                .allMatch(f -> !f.kind().resolvable());
    }

    @Test
    void staticVolumeBelowTheCodeIsFine() throws Exception {
        ComposeProject project =
                ComposeProject.parse(
                        "{\"services\":{\"web\":{\"image\":\"x\",\"volumes\":[{\"type\":\"bind\",\"source\":\"/srv/media\",\"target\":\"/app/media\"}]}}}");
        assertThat(
                        SwitchCheck.findings(
                                project,
                                Map.of(Role.WEB, List.of("web")),
                                Optional.of("/app"),
                                Optional.empty(),
                                true,
                                true))
                .isEmpty();
    }

    @Test
    void fixedPortWithoutProxyIsRefused() throws Exception {
        ComposeProject project =
                ComposeProject.parse(
                        "{\"services\":{\"web\":{\"image\":\"x\",\"ports\":[{\"target\":8000,\"published\":\"80\"}]},"
                                + "\"w\":{\"image\":\"x\",\"command\":[\"celery\",\"-A\",\"erp\",\"worker\",\"-B\",\"-l\",\"INFO\"]},"
                                + "\"v\":{\"image\":\"x\",\"command\":[\"celery\",\"-b\",\"redis://r\",\"worker\",\"-l\",\"INFO\"]}}}");
        assertThat(
                        SwitchCheck.findings(
                                project,
                                Map.of(Role.WEB, List.of("web"), Role.WORKER, List.of("w", "v")),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                false))
                .extracting(f -> f.kind() + " " + f.service())
                .containsExactly("NO_PROXY web", "EMBEDDED_BEAT w");
    }

    @Test
    void severalCandidatesAreNamed() {
        assertThatThrownBy(
                        () ->
                                RoleInference.infer(
                                        ComposeProject.parse(
                                                "{\"services\":{\"a\":{\"image\":\"x\",\"command\":[\"gunicorn\",\"x\"]},\"b\":{\"image\":\"x\",\"command\":[\"sh\",\"-c\",\"daphne"
                                                        + " x\"]}}}"),
                                        Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("several services could be the web: a, b")
                .hasMessageContaining("roles: {web: a}");
    }

    @Test
    void exportersAndFlowerHaveNoRole() throws Exception {
        assertThat(
                        RoleInference.infer(
                                ComposeProject.parse(
                                        "{\"services\":{\"a\":{\"image\":\"quay.io/x/postgres-exporter:1\"},"
                                                + "\"b\":{\"image\":\"oliver006/redis_exporter\"},"
                                                + "\"c\":{\"image\":\"nginx/nginx-prometheus-exporter\"},"
                                                + "\"d\":{\"image\":\"erp\",\"command\":[\"celery\",\"-A\",\"x\",\"flower\"]}}}"),
                                Optional.empty()))
                .isEmpty();
    }

    @Test
    void modelIsChangedForARelease() throws Exception {
        ComposeProject project = ComposeProject.parse(Samples.read("plan-resolved.json"));
        ResolvedModel model =
                project.edit()
                        .image(
                                "web",
                                ImageReference.parse("r.example.com/erp:1").withDigest(DIGEST))
                        .withoutContainerName("web")
                        .withoutPublishedPorts("web")
                        .withoutMount("web", "/app")
                        .replicas("web", 2)
                        .label("web", "erp.release", "7")
                        .environment("web", "SECRET_KEY", "a$b");
        ComposeService web = model.project().service("web");
        assertThat(web.image()).contains("r.example.com/erp@" + DIGEST);
        assertThat(web.build()).isEmpty();
        assertThat(web.containerName()).isEmpty();
        assertThat(web.ports()).isEmpty();
        assertThat(web.volumes())
                .extracting(ComposeService.Mount::target)
                .containsExactly("/app/staticfiles");
        assertThat(web.replicas()).isEqualTo(2);
        assertThat(web.labels()).containsEntry("erp.release", "7");
        assertThat(web.environment()).containsEntry("SECRET_KEY", "a$$b");
        assertThat(ComposeProject.parse(model.toJson())).isEqualTo(model.project());
        assertThat(model.toYaml()).contains("\"r.example.com/erp@" + DIGEST + "\"");
        assertThat(project.service("web").containerName()).contains("django_erp_web");
        assertThatThrownBy(() -> model.replicas("wbe", 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
