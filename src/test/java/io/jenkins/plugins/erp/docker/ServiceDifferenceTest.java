package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proxy that runs, and what a model may want of it. */
class ServiceDifferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTAINER =
            """
            [{"Id":"9f32aa08bf9b00","Name":"/erp_nginx","Image":"sha256:aa","State":{"Status":"running"},
              "Config":{"Image":"nginx:alpine","Cmd":["nginx","-g","daemon off;"],"Entrypoint":null,
                "Env":["PATH=/bin","PASSWORD=a$b","http_proxy=http://p"],"WorkingDir":"","User":"",
                "Labels":{"com.docker.compose.project":"erp","com.docker.compose.service":"nginx",
                  "com.docker.compose.config-hash":"of another writing"}},
              "HostConfig":{"PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"80"}]},
                "RestartPolicy":{"Name":"always","MaximumRetryCount":0}},
              "Mounts":[{"Type":"bind","Source":"/opt/erp/nginx.conf","Destination":"/etc/nginx/nginx.conf","RW":true},
                {"Type":"volume","Name":"erp_static","Source":"/var/lib/x","Destination":"/static","RW":true},
                {"Type":"volume","Name":"0123","Source":"/var/lib/y","Destination":"/var/cache/nginx","RW":true}],
              "NetworkSettings":{"Networks":{"erp_default":{"Aliases":["erp_nginx","nginx","9f32aa08bf9b"]}}}}]
            """;
    private static final String IMAGE =
            """
            [{"Id":"sha256:aa","RepoTags":["nginx:alpine","nginx:1.26"],
              "Config":{"Env":["PATH=/bin"],"Cmd":["nginx","-g","daemon off;"],"WorkingDir":"",
                "Volumes":{"/var/cache/nginx":{}}}}]
            """;
    private static final String MODEL =
            """
            {"name":"erp","services":{"nginx":{"image":"docker.io/library/nginx:1.26","command":null,
              "environment":{"PASSWORD":"a$$b"},"restart":"always","depends_on":{"web":{}},
              "ports":[{"target":80,"published":"80","protocol":"tcp","mode":"ingress"}],
              "volumes":[{"type":"bind","source":"/opt/erp/nginx.conf","target":"/etc/nginx/nginx.conf"},
                {"type":"volume","source":"static","target":"/static"}],
              "networks":{"default":null}}},
             "networks":{"default":{"name":"erp_default"}},"volumes":{"static":{"name":"erp_static"}}}
            """;

    private static List<String> differences(String model) throws Exception {
        return ServiceDifference.of(
                Inspected.parse(CONTAINER, IMAGE).get(0),
                ComposeProject.parse(model),
                "nginx",
                Optional.of(ComposeProject.parse(MODEL)));
    }

    @Test
    void theSameInOtherWordsIsLeftRunning() throws Exception {
        assertThat(differences(MODEL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image|\"nginx:1.28\"|image",
                "command|[\"nginx-debug\"]|command",
                "entrypoint|[\"/x\"]|entrypoint",
                "environment|{\"PASSWORD\":\"other\"}|environment (PASSWORD)",
                "restart|\"no\"|restart",
                "ports|[]|ports",
                "volumes|[]|mounts (/etc/nginx/nginx.conf, /static)",
                "networks|{\"default\":{\"aliases\":[\"proxy\"]}}|networks",
                "user|\"nginx\"|user",
                "labels|{\"a\":\"b\"}|labels",
                "healthcheck|{\"test\":[\"CMD\",\"true\"]}|healthcheck",
                "logging|{\"driver\":\"local\"}|logging",
            })
    void whatReallyDiffersIsNamedWithoutValues(String key, String value, String said)
            throws Exception {
        ObjectNode model = (ObjectNode) JSON.readTree(MODEL);
        ((ObjectNode) model.path("services").path("nginx")).set(key, JSON.readTree(value));
        assertThat(differences(model.toString())).contains(said);
        assertThat(differences(model.toString()).toString()).doesNotContain("a$b");
    }

    @Test
    void writtenDownFromWhatRunsItIsTheSame() throws Exception {
        ObjectNode model = JSON.createObjectNode();
        ObservedService.add(model, "erp", Inspected.parse(CONTAINER, IMAGE).get(0));
        assertThat(
                        ServiceDifference.of(
                                Inspected.parse(CONTAINER, IMAGE).get(0),
                                ComposeProject.parse(model.toString()),
                                "nginx",
                                Optional.empty()))
                .isEmpty();
    }
}
