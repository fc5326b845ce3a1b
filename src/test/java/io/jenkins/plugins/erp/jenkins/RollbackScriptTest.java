package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.GroovyShell;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackScriptTest {
    private static final WayBack WAY =
            new WayBack(
                    "erp",
                    "app: erp\nenvironments: {production: {hosts: ['${HOST}']}}\n",
                    Map.of("HOST", "deploy@erp1"),
                    "erp1 ssh-ed25519 AAAA",
                    "hosts",
                    "docker && linux");

    @Test
    void theScriptRunsTheStepFromWhatTheDeployKept() {
        assertThat(RollbackScript.of(WAY, "production", "20261125T011600Z-1a2b3c4", "reverse"))
                .isEqualTo(
                        """
                        stage('Rollback of production') {
                            node('docker && linux') {
                                dir('erp-rollback/erp') {
                                    writeFile file: 'erp.yaml', encoding: 'UTF-8', text: 'app: erp\\nenvironments: {production: {hosts: [\\'${HOST}\\']}}\\n'
                                    withEnv(['HOST=deploy@erp1']) {
                                        erpRollback(environment: 'production', release: '20261125T011600Z-1a2b3c4', migrations: 'reverse', sshCredentialsId: 'hosts', knownHosts: 'erp1 ssh-ed25519 AAAA')
                                    }
                                }
                            }
                        }
                        """);
    }

    @Test
    void aLiteralIsExactlyItsTextWhateverIsInIt() {
        Random random = new Random(4);
        GroovyShell groovy = new GroovyShell();
        String odd = "'\"\\$`{}\n\r\t\u0000\u00e9\u4e2d\ud83d\ude00 /*u";
        for (int run = 0; run < 300; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(odd.charAt(random.nextInt(odd.length())));
            }
            assertThat(groovy.evaluate(RollbackScript.literal(text.toString())))
                    .isEqualTo(text.toString());
        }
        assertThat(groovy.evaluate(RollbackScript.literal("'); Jenkins.get().doExit() //")))
                .isEqualTo("'); Jenkins.get().doExit() //");
    }

    @Test
    void onlyVariablesOfTheFileAreKeptAndNoSecretAmongThem() {
        assertThat(
                        WayBack.variables(
                                "image: ${REGISTRY}/erp\nhosts: ['${HOST:-none}', '${TOKEN}']",
                                Map.of("REGISTRY", "r", "HOST", "h", "TOKEN", "hush", "HOME", "/"),
                                Set.of("hush")))
                .containsExactly(Map.entry("HOST", "h"), Map.entry("REGISTRY", "r"));
    }

    @Test
    void anotherNodeOfTheKindWillDo() {
        assertThat(WayBack.label(Map.of("NODE_NAME", "a1", "NODE_LABELS", "a1 docker linux")))
                .isEqualTo("docker && linux");
        assertThat(WayBack.label(Map.of("NODE_NAME", "built-in", "NODE_LABELS", "built-in")))
                .isEqualTo("built-in");
        assertThat(WayBack.label(Map.of("NODE_NAME", "my node", "NODE_LABELS", "my node")))
                .isEqualTo("");
    }

    @Test
    void itIsReadAsItWasWritten(@TempDir Path build) throws Exception {
        assertThat(WayBack.read(build, "production")).isEmpty();
        WAY.write(build, "production");

        assertThat(WayBack.read(build, "production")).contains(WAY);
        assertThatThrownBy(() -> WayBack.read(build, "../../secrets"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
