package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackFileTest {
    private static final Map<String, List<String>> ROLES =
            Map.of(
                    "web", List.of("web"),
                    "worker", List.of("celery_worker"),
                    "beat", List.of("celery_beat"),
                    "database", List.of("db"),
                    "cache", List.of("redis"),
                    "proxy", List.of("nginx"));

    private static ComposeProject sample() throws Exception {
        return ComposeProject.parse(Samples.read("sample-resolved.json"));
    }

    private static StackFile stack(boolean virtualServers) throws Exception {
        return StackFile.of(sample(), new StackFile.Setting("erp", ROLES, virtualServers));
    }

    private static JsonNode service(StackFile file, String name) {
        return file.tree().path("services").path(name);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static StackFile one(String service) throws Exception {
        return StackFile.of(
                ComposeProject.parse(
                        "{'services': {'x': %s}}"
                                .replace('\'', '"')
                                .formatted(service.replace('\'', '"'))),
                new StackFile.Setting("erp", ROLES, true));
    }

    @Test
    void whatASwarmRefusesOrIgnoresIsLeftOut() throws Exception {
        StackFile file = stack(true);
        assertThat(file.tree().path("version").asText()).isEqualTo("3.9");
        assertThat(file.tree().has("name")).isFalse();
        for (JsonNode service : file.tree().path("services")) {
            for (String key :
                    List.of("depends_on", "restart", "build", "container_name", "env_file")) {
                assertThat(service.has(key)).as(key).isFalse();
            }
        }
        assertThat(service(file, "nginx").path("volumes").path(0))
                .isEqualTo(
                        json(
                                "{'type': 'bind', 'source': '/opt/erp/config/nginx/nginx.conf',"
                                        + " 'target': '/etc/nginx/nginx.conf', 'read_only': true}"));
        // a dollar stays doubled: docker stack deploy reads variables, too
        assertThat(service(file, "web").path("environment").path("DB_PASSWORD").asText())
                .isEqualTo("p$$w");
        assertThat(file.tree().path("networks"))
                .isEqualTo(json("{'default': {'driver': 'overlay', 'attachable': true}}"));
        assertThat(file.tree().path("volumes").path("postgres_data"))
                .isEqualTo(json("{'name': 'erp_postgres_data'}"));
        assertThat(file.toString()).doesNotContain("p$$");
    }

    @Test
    void webAndWorkersStartFirstAndBeatIsNeverTwo() throws Exception {
        StackFile file = stack(true);
        assertThat(service(file, "web").path("deploy"))
                .isEqualTo(
                        json(
                                "{'replicas': 1, 'update_config': {'parallelism': 1, 'monitor':"
                                        + " '5s', 'failure_action': 'rollback', 'order':"
                                        + " 'start-first'}, 'rollback_config': {'parallelism': 0,"
                                        + " 'monitor': '5s', 'failure_action': 'pause', 'order':"
                                        + " 'start-first'}, 'restart_policy': {'condition': 'any',"
                                        + " 'delay': '2s'}}"));
        for (String service : List.of("celery_beat", "db", "redis", "nginx")) {
            assertThat(
                            service(file, service)
                                    .path("deploy")
                                    .path("update_config")
                                    .path("order")
                                    .asText())
                    .as(service)
                    .isEqualTo("stop-first");
        }
        assertThat(service(file, "celery_worker").path("deploy").toString())
                .contains("\"order\":\"start-first\"");
        assertThat(service(file, "web").has("stop_signal")).isFalse();
        StackFile beats =
                StackFile.of(
                        ComposeProject.parse(
                                "{\"services\": {\"celery_beat\": {\"image\": \"i\", \"deploy\":"
                                        + " {\"replicas\": 3, \"update_config\": {\"order\":"
                                        + " \"start-first\"}}}}}"),
                        new StackFile.Setting("erp", ROLES, true));
        assertThat(beats.replicas("celery_beat")).isEqualTo(1);
        assertThat(service(beats, "celery_beat").toString()).doesNotContain("start-first");
    }

    @Test
    void withoutVirtualAddressesServicesAreFoundByTheirContainers() throws Exception {
        StackFile file = stack(false);
        for (String service : file.services()) {
            assertThat(file.byAddress(service)).as(service).isTrue();
        }
        assertThat(stack(true).byAddress("web")).isFalse();
        assertThat(service(file, "nginx").path("ports"))
                .isEqualTo(
                        json(
                                "[{'target': 80, 'published': 8080, 'protocol': 'tcp', 'mode':"
                                        + " 'host'}]"));
        assertThat(service(stack(true), "nginx").path("ports").path(0).path("mode").asText())
                .isEqualTo("ingress");
        // all at once, because the proxy is moved once; and the old ones wait for that
        JsonNode web = service(file, "web");
        assertThat(web.path("deploy").path("update_config").path("parallelism").asInt()).isZero();
        assertThat(web.path("stop_signal").asText()).isEqualTo("SIGCONT");
        assertThat(service(file, "celery_worker").has("stop_signal")).isFalse();
    }

    @Test
    void aPortOfOneAddressIsToldOrLeftOut() throws Exception {
        assertThat(stack(true).told())
                .singleElement()
                .asString()
                .contains("nginx")
                .contains("8080")
                .contains("not on 127.0.0.1 alone");
        StackFile file =
                StackFile.of(
                        ComposeProject.parse(
                                "{\"services\": {\"db\": {\"image\": \"i\", \"ports\": [{\"target\":"
                                        + " 5432, \"published\": \"5432\", \"host_ip\":"
                                        + " \"127.0.0.1\"}]}}}"),
                        new StackFile.Setting("erp", ROLES, true));
        assertThat(service(file, "db").has("ports")).isFalse();
        assertThat(file.told()).singleElement().asString().contains("port 5432 is not published");
    }

    @Test
    void restartsAndLimitsAreSaidInTheSwarmsWords() throws Exception {
        StackFile file =
                one(
                        "{'image': 'i', 'restart': 'on-failure:3', 'cpus': 0.5, 'mem_limit':"
                                + " '1048576', 'privileged': true}");
        assertThat(service(file, "x").path("deploy").path("restart_policy"))
                .isEqualTo(json("{'condition': 'on-failure', 'max_attempts': 3, 'delay': '2s'}"));
        assertThat(service(file, "x").path("deploy").path("resources"))
                .isEqualTo(json("{'limits': {'cpus': '0.5', 'memory': '1048576'}}"));
        assertThat(file.told()).containsExactly("x: a swarm does not know privileged; left out");
        assertThat(
                        service(one("{'image': 'i'}"), "x")
                                .path("deploy")
                                .path("restart_policy")
                                .path("condition")
                                .asText())
                .isEqualTo("none");
        assertThatThrownBy(() -> one("{'image': 'i', 'network_mode': 'host'}"))
                .hasMessageContaining("network_mode: host");
    }

    @Test
    void aPartHasItsServicesAndAllNetworks() throws Exception {
        StackFile part = stack(true).part(List.of("db", "redis"));
        assertThat(part.services()).containsExactly("db", "redis");
        assertThat(part.tree().path("networks").has("default")).isTrue();
        assertThat(StackFile.parse(part.toJson()).services()).isEqualTo(part.services());
    }

    @Test
    void oneOffContainersJoinWhatTheStackHas() throws Exception {
        ComposeProject oneOff = StackFile.oneOff(sample(), "erp");
        assertThat(oneOff.tree().path("networks"))
                .isEqualTo(json("{'default': {'external': true, 'name': 'erp_default'}}"));
        assertThat(oneOff.tree().path("volumes").path("static_volume"))
                .isEqualTo(json("{'external': true, 'name': 'erp_static_volume'}"));
        assertThat(oneOff.services().get("nginx").ports()).isEmpty();
        assertThat(StackFile.ownNetworks(sample(), "erp")).containsExactly("erp_default");
        assertThat(StackFile.ownVolumes(sample()))
                .containsExactly("erp_postgres_data", "erp_redis_data", "erp_static_volume");
    }

    @Test
    void mountedFilesAreKeptByWhatIsInThem() throws Exception {
        String hash = "0123456789abcdef".repeat(4);
        Map<String, String> hashes =
                MountedFiles.parse(
                        hash + "  /r/files/config/nginx/nginx.conf\nsha256sum: x: No such file\n",
                        "/r/files");
        assertThat(hashes).containsExactly(Map.entry("config/nginx/nginx.conf", hash));
        MountedFiles files = new MountedFiles("/opt/erp", "/opt/erp/.erp/mounted", hashes);
        String kept = "/opt/erp/.erp/mounted/0123456789abcdef/nginx.conf";
        assertThat(files.copies(sample()))
                .containsExactly(Map.entry("config/nginx/nginx.conf", kept));
        assertThat(files.rewrite(sample()).services().get("nginx").volumes().get(0).source())
                .isEqualTo(kept);
        assertThat(MountedFiles.hashIn(kept)).isEqualTo("0123456789abcdef");
        assertThat(
                        new MountedFiles("/opt/erp", "/s", Map.of())
                                .rewrite(sample())
                                .services()
                                .get("nginx")
                                .volumes()
                                .get(0)
                                .source())
                .isEqualTo("/opt/erp/config/nginx/nginx.conf");
    }

    @Test
    void aMountedDirectoryIsAllThatIsInIt() throws Exception {
        ComposeProject project =
                ComposeProject.parse(
                        "{\"services\": {\"nginx\": {\"image\": \"i\", \"volumes\": [{\"type\":"
                                + " \"bind\", \"source\": \"/opt/erp/conf\", \"target\": \"/c\"}]}}}");
        MountedFiles one =
                new MountedFiles(
                        "/opt/erp",
                        "/s/mounted",
                        Map.of("conf/a", "a".repeat(64), "conf/d/b", "b".repeat(64)));
        MountedFiles other =
                new MountedFiles(
                        "/opt/erp",
                        "/s/mounted",
                        Map.of("conf/a", "a".repeat(64), "conf/d/b", "c".repeat(64)));
        String place = one.rewrite(project).services().get("nginx").volumes().get(0).source();
        assertThat(place).matches("/s/mounted/[0-9a-f]{16}/conf");
        assertThat(one.copies(project))
                .containsEntry("conf/a", place + "/a")
                .containsEntry("conf/d/b", place + "/d/b");
        assertThat(other.rewrite(project).services().get("nginx").volumes().get(0).source())
                .isNotEqualTo(place);
    }
}
