package io.jenkins.plugins.erp.runner.jenkinsfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.health.HealthRequest;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small Jenkinsfiles, run for real. */
class JenkinsfileRunnerTest {
    @TempDir Path workspace;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> parameters = new TreeMap<>();
    private final List<Path> libraries = new ArrayList<>();
    private final List<Record> asked = Collections.synchronizedList(new ArrayList<>());
    private OperationException failure;
    private boolean approved = true;

    @BeforeEach
    void path() {
        environment.put("PATH", System.getenv("PATH"));
    }

    private record Fake(Outcome outcome, String summary, Map<String, Object> toMap)
            implements OperationResult {}

    private RunResult run(String text) throws Exception {
        Path file = Files.writeString(workspace.resolve("Jenkinsfile"), text);
        ErpSteps erp =
                new ErpSteps(
                        call -> {
                            asked.add(call.request());
                            if (failure != null) {
                                throw failure;
                            }
                            return new Fake(
                                    Outcome.DONE, "all well", Map.of("release", "r7", "ok", true));
                        });
        return new JenkinsfileRunner(erp, (message, ok) -> approved, Clock.systemUTC())
                .run(
                        new RunRequest(
                                file,
                                workspace,
                                workspace.resolve(".erp"),
                                libraries,
                                parameters,
                                environment),
                        (level, line) -> lines.add(line));
    }

    private static String declarative(String steps) {
        return "pipeline {\n  agent any\n  stages {\n    stage('One') {\n      steps {\n"
                + steps
                + "\n      }\n    }\n  }\n}\n";
    }

    private List<String> problems(String text) {
        try {
            run(text);
        } catch (JenkinsfileException e) {
            return e.problems();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was run: " + lines);
    }

    @Test
    void stepsOfADeclarativePipelineRunInOrder() throws Exception {
        RunResult result =
                run(
                        """
                        pipeline {
                          agent any
                          environment {
                            GREETING = 'hello'
                            BOTH = "${GREETING} ${NAME}"
                          }
                          parameters { string(name: 'NAME', defaultValue: 'world') }
                          options { timeout(time: 1, unit: 'MINUTES'); timestamps() }
                          stages {
                            stage('One') { steps { sh 'echo one: $BOTH' } }
                            stage('Two') {
                              environment { GREETING = 'bye' }
                              steps {
                                script {
                                  def out = sh(script: 'echo "$GREETING"', returnStdout: true).trim()
                                  env.SAID = out + '!'
                                  for (n in [1, 2]) { echo "n=${n} ${env.SAID} ${params.NAME}" }
                                  [3, 4].each { echo "each=$it" }
                                }
                              }
                            }
                          }
                        }
                        """);
        assertThat(result.failure()).isEmpty();
        assertThat(result.result()).isEqualTo(BuildResult.SUCCESS);
        assertThat(String.join("\n", lines))
                .contains("one: hello world", "n=1 bye! world", "n=2 bye! world", "each=4");
        assertThat(result.stages()).extracting(StageRun::name).containsExactly("One", "Two");
    }

    @Test
    void scriptedPipelineWithLibraryAndNestedClosures() throws Exception {
        Path vars = Files.createDirectories(workspace.resolve("lib/vars"));
        Files.writeString(
                vars.resolve("greet.groovy"),
                """
                def call(Map args = [:], Closure body = null) {
                  sh "echo greet ${args.who}"
                  if (body) { body() }
                  return loud(args.who)
                }
                def loud(String s) { s.toUpperCase() }
                """);
        libraries.add(workspace.resolve("lib"));
        RunResult result =
                run(
                        """
                        @Library('erp') _
                        node {
                          stage('A') {
                            def r = greet(who: 'bob') { echo 'inside' }
                            echo "result ${r} ${greet.loud('x')}"
                            dir('sub') { writeFile file: 'f.txt', text: 'abc' }
                            echo "read ${readFile 'sub/f.txt'} ${fileExists('nope')}"
                            try { error 'planned' } catch (e) { echo "caught ${e.message}" }
                            withEnv(['A=1', 'PATH+X=/x']) { sh 'echo A is $A; echo $PATH' }
                          }
                        }
                        """);
        assertThat(result.failure()).isEmpty();
        assertThat(String.join("\n", lines))
                .contains(
                        "greet bob",
                        "inside",
                        "result BOB X",
                        "read abc false",
                        "caught planned",
                        "A is 1",
                        "/x:");
    }

    @Test
    void declarativeTemplateInALibrarySeesItsArguments() throws Exception {
        Path vars = Files.createDirectories(workspace.resolve("lib/vars"));
        Files.writeString(
                vars.resolve("template.groovy"),
                """
                def call(Map args) {
                  pipeline {
                    agent any
                    environment { APP = "${args.app}" }
                    stages {
                      stage('T') {
                        when { expression { args.app == 'erp' } }
                        steps { echo "app ${args.app} ${env.APP}" }
                      }
                    }
                  }
                }
                """);
        libraries.add(workspace.resolve("lib"));
        RunResult result = run("template(app: 'erp')");
        assertThat(result.failure()).isEmpty();
        assertThat(lines).contains("app erp erp");
    }

    @Test
    void unknownStepIsRefusedBeforeAnythingRuns() {
        assertThat(problems(declarative("        echo 'hi'\n        ehco 'x'")))
                .containsExactly(
                        "Jenkinsfile:7:9: there is no step \"ehco\"; did you mean \"echo\"?");
        assertThat(lines).isEmpty();
    }

    @Test
    void unknownArgumentIsRefusedWithTheNearest() {
        assertThat(problems(declarative("sh script: 'x', returnStdOut: true")).get(0))
                .startsWith("Jenkinsfile:6:17: step \"sh\" has no argument \"returnStdOut\"")
                .contains("did you mean \"returnStdout\"?");
    }

    @Test
    void unknownSectionsOptionsAndConditionsAreRefused() {
        assertThat(
                        problems(
                                """
                                pipeline {
                                  agent any
                                  optoins { timestamps() }
                                  options { tiemout(time: 1) }
                                  stages {
                                    stage('A') {
                                      when { brnach 'main' }
                                      steps { echo 'x' }
                                      post { allways { echo 'y' } }
                                    }
                                    stage('A') { steps { def x = 1 } }
                                    stage('M') { matrix { } }
                                    stage('D') { agent { docker 'alpine' }
                                      steps { echo 'x' } }
                                  }
                                }
                                """))
                .satisfiesExactlyInAnyOrder(
                        p ->
                                assertThat(p)
                                        .startsWith("Jenkinsfile:3:3: \"optoins\"")
                                        .contains("\"options\""),
                        p ->
                                assertThat(p)
                                        .startsWith(
                                                "Jenkinsfile:4:13: there is no option \"tiemout\"")
                                        .contains("\"timeout\""),
                        p ->
                                assertThat(p)
                                        .startsWith("Jenkinsfile:7:14: there is no condition")
                                        .contains("\"branch\""),
                        p ->
                                assertThat(p)
                                        .startsWith("Jenkinsfile:9:14: there is no post condition")
                                        .contains("\"always\""),
                        p ->
                                assertThat(p)
                                        .startsWith(
                                                "Jenkinsfile:11:5: there are two stages named \"A\""),
                        p -> assertThat(p).startsWith("Jenkinsfile:11:26: a step was expected"),
                        p ->
                                assertThat(p)
                                        .startsWith(
                                                "Jenkinsfile:12:18: \"matrix\" is not run here"),
                        p ->
                                assertThat(p)
                                        .startsWith(
                                                "Jenkinsfile:13:26: agent { docker } is not run here"));
    }

    @Test
    void syntaxErrorHasItsPlace() {
        assertThat(problems("node {\n  echo 'x'\n  if (\n}\n").get(0))
                .startsWith("Jenkinsfile:4:1: ");
    }

    @Test
    void unknownStepOfAScriptedPipelineFailsWithItsLine() throws Exception {
        RunResult result = run("node {\n  stage('A') {\n    ehco 'x'\n  }\n}\n");
        assertThat(result.result()).isEqualTo(BuildResult.FAILURE);
        assertThat(result.failure())
                .contains("Jenkinsfile:3: there is no step \"ehco\"; did you mean \"echo\"?");
    }

    @Test
    void failureNamesTheLineThatFailed() throws Exception {
        RunResult result =
                run(declarative("        echo 'a'\n        sh 'exit 3'\n        echo 'b'"));
        assertThat(result.failure()).contains("Jenkinsfile:7: sh: script returned exit code 3");
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(lines).doesNotContain("b");
    }

    @Test
    void missingVariableNamesItsLine() throws Exception {
        RunResult result = run("node {\n  echo \"${PARAMETR}\"\n}");
        assertThat(result.failure().orElseThrow())
                .startsWith("Jenkinsfile:2: there is no variable \"PARAMETR\"");
    }

    @Test
    void postBlocksFollowTheResult() throws Exception {
        String file =
                """
                pipeline {
                  agent any
                  stages {
                    stage('Bad') { steps { %s };
                      post { failure { echo 'stage failure' }; success { echo 'stage success' } } }
                    stage('Next') { steps { echo 'next ran' } }
                  }
                  post {
                    cleanup { echo 'cleanup' }
                    always { echo 'always' }
                    success { echo 'success' }
                    unstable { echo 'unstable' }
                    failure { echo 'failure' }
                    changed { echo 'changed' }
                  }
                }
                """;
        assertThat(run(file.formatted("error 'no'")).result()).isEqualTo(BuildResult.FAILURE);
        assertThat(lines)
                .containsSubsequence("stage failure", "always", "changed", "failure", "cleanup")
                .doesNotContain("next ran", "success", "unstable", "stage success");
        lines.clear();
        assertThat(run(file.formatted("unstable 'meh'")).result()).isEqualTo(BuildResult.UNSTABLE);
        assertThat(lines)
                .containsSubsequence("next ran", "always", "changed", "unstable", "cleanup")
                .doesNotContain("failure", "success", "stage success");
        lines.clear();
        assertThat(run(file.formatted("unstable 'meh'")).result()).isEqualTo(BuildResult.UNSTABLE);
        assertThat(lines).doesNotContain("changed");
    }

    @Test
    void parallelBranchesRunSideBySide() throws Exception {
        // each waits for a file that the other makes: one after the other would never end
        RunResult result =
                run(
                        """
                        pipeline {
                          agent any
                          options { timeout(time: 20, unit: 'SECONDS') }
                          stages {
                            stage('Both') {
                              parallel {
                                stage('L') { steps { sh 'touch l; while [ ! -e r ]; do sleep 0.05; done; echo saw r' } }
                                stage('R') { steps { sh 'touch r; while [ ! -e l ]; do sleep 0.05; done; echo saw l' } }
                              }
                            }
                          }
                        }
                        """);
        assertThat(result.failure()).isEmpty();
        assertThat(lines).contains("[L]   | saw r", "[R]   | saw l");
    }

    @Test
    void failFastStopsTheOtherBranch() throws Exception {
        RunResult result =
                run(
                        """
                        node {
                          parallel(failFast: true,
                            slow: { sh 'touch started; sleep 300'; echo 'slow done' },
                            bad: { sh 'while [ ! -e started ]; do sleep 0.05; done'; error 'bad branch' })
                        }
                        """);
        assertThat(result.result()).isEqualTo(BuildResult.FAILURE);
        assertThat(result.failure().orElseThrow()).contains("bad branch");
        assertThat(lines).doesNotContain("[slow] slow done");
    }

    @Test
    void conditionsDecideWhetherAStageRuns() throws Exception {
        environment.put("BRANCH_NAME", "feature/x");
        RunResult result =
                run(
                        """
                        pipeline {
                          agent none
                          environment { MODE = 'fast' }
                          stages {
                            stage('branch') { when { branch 'feature/*' }; steps { echo 'ran branch' } }
                            stage('main') { when { branch 'main' }; steps { echo 'ran main' } }
                            stage('not') { when { not { branch 'main' } }; steps { echo 'ran not' } }
                            stage('env') { when { environment name: 'MODE', value: 'fast' }; steps { echo 'ran env' } }
                            stage('all') { when { allOf { branch 'feature/*'; expression { return false } } }; steps { echo 'ran all' } }
                            stage('any') { when { anyOf { branch 'main'; expression { env.MODE == 'fast' } } }; steps { echo 'ran any' } }
                            stage('eq') { when { equals expected: 2, actual: 1 + 1 }; steps { echo 'ran eq' } }
                            stage('pr') { when { changeRequest() }; steps { echo 'ran pr' } }
                            stage('tag') { when { tag 'v*' }; steps { echo 'ran tag' } }
                          }
                        }
                        """);
        assertThat(result.failure()).isEmpty();
        assertThat(result.stages().stream().filter(s -> !s.skipped()).map(StageRun::name))
                .containsExactly("branch", "not", "env", "any", "eq");
    }

    @Test
    void timeLimitKillsWhatRunsAndPostStillRuns() throws Exception {
        RunResult result =
                run(
                        """
                        pipeline {
                          agent any
                          stages {
                            stage('Slow') {
                              options { timeout(time: 300, unit: 'MILLISECONDS') }
                              steps { sh 'sleep 300' }
                            }
                          }
                          post { aborted { sh 'echo tidied' } }
                        }
                        """);
        assertThat(result.result()).isEqualTo(BuildResult.ABORTED);
        assertThat(result.failure().orElseThrow()).contains("time limit of 0.3 s passed");
        assertThat(lines).contains("  | tidied");
    }

    @Test
    void retryRunsAgainAlsoAfterAnInnerTimeLimit() throws Exception {
        RunResult result =
                run(
                        """
                        node {
                          int n = 0
                          retry(3) {
                            n++
                            if (n == 1) { timeout(time: 200, unit: 'MILLISECONDS') { sh 'sleep 300' } }
                            if (n == 2) { error 'again' }
                            echo "attempt ${n}"
                          }
                        }
                        """);
        assertThat(result.failure()).isEmpty();
        assertThat(lines).contains("attempt 3");
    }

    @Test
    void catchErrorGoesOnWithTheResultsAsked() throws Exception {
        RunResult result =
                run(
                        declarative(
                                "catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { error 'x' }\n"
                                        + "warnError('careful') { sh 'exit 1' }\necho 'on'"));
        assertThat(result.result()).isEqualTo(BuildResult.UNSTABLE);
        assertThat(result.stages().get(0).result()).isEqualTo(BuildResult.FAILURE);
        assertThat(lines).contains("careful", "on");
    }

    @Test
    void credentialsAreBoundAndNeverSeen() throws Exception {
        environment.put("ERP_CREDENTIAL_REGISTRY_LOGIN", "bob:s3cr3t-w0rd");
        Path file = workspace.resolve(".erp/credentials");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "api-key=k3y-value\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        RunResult result =
                run(
                        """
                        pipeline {
                          agent any
                          environment { LOGIN = credentials('registry-login') }
                          stages { stage('A') { steps {
                            sh 'echo "user $LOGIN_USR pw $LOGIN_PSW"; printf %s "$LOGIN_PSW" | base64'
                            withCredentials([string(credentialsId: 'api-key', variable: 'KEY'),
                                usernamePassword(credentialsId: 'registry-login', usernameVariable: 'U', passwordVariable: 'P')]) {
                              sh 'test "$KEY" = k3y-value && test "$U:$P" = bob:s3cr3t-w0rd && echo same $KEY'
                            }
                            sh 'test -z "$KEY"'
                          } } }
                        }
                        """);
        assertThat(result.failure()).isEmpty();
        assertThat(String.join("\n", lines))
                .contains("user bob pw ****", "same ****")
                .doesNotContain("s3cr3t-w0rd", "k3y-value", "czNjcjN0LXcwcmQ");
    }

    @Test
    void missingCredentialSaysWhatToSet() throws Exception {
        RunResult result =
                run(
                        declarative(
                                "withCredentials([string(credentialsId: 'no.such', variable: 'X')]) { echo 'x' }"));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow())
                .startsWith("Jenkinsfile:6: ")
                .contains("ERP_CREDENTIAL_NO_SUCH");
    }

    @Test
    void parametersAreCheckedAgainstTheirDefinitions() throws Exception {
        String file =
                """
                pipeline {
                  agent any
                  parameters {
                    choice(name: 'TARGET', choices: ['staging', 'production'])
                    booleanParam(name: 'DRY', defaultValue: true)
                  }
                  stages { stage('A') { steps { echo "${params.TARGET} ${params.DRY} ${TARGET}" } } }
                }
                """;
        run(file);
        assertThat(lines).contains("staging true staging");
        parameters.put("TARGET", "moon");
        RunResult result = run(file);
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow())
                .contains("TARGET is one of staging, production, not \"moon\"");
        parameters.clear();
        parameters.put("TARGTE", "staging");
        assertThat(run(file).failure().orElseThrow()).contains("did you mean \"TARGET\"?");
    }

    @Test
    void erpStepsTakeTheRequestsArgumentsAndReturnMaps() throws Exception {
        Files.writeString(workspace.resolve("prod.env"), "SECRET=1\n");
        environment.put("ERP_CREDENTIAL_PROD_ENV_FILE", workspace.resolve("prod.env").toString());
        RunResult result =
                run(
                        declarative(
                                """
                                erpHealth 'production'
                                script {
                                  def r = erpDeploy(environment: 'production', image: "img:${1 + 1}", envFileCredentialsId: 'prod-env')
                                  echo "released ${r.release}"
                                }
                                """));
        assertThat(result.failure()).isEmpty();
        assertThat(lines).contains("released r7");
        assertThat(asked.get(0))
                .isEqualTo(new HealthRequest("production", java.util.Optional.empty()));
        DeployRequest deploy = (DeployRequest) asked.get(1);
        assertThat(deploy.image()).contains("img:2");
        assertThat(deploy.envFile()).contains("SECRET=1\n");
        assertThat(deploy.dryRun()).isFalse();
    }

    @Test
    void erpStepsRefuseWhatTheyDoNotTake() {
        assertThat(problems(declarative("erpDeploy environment: 'p', imgae: 'x'")).get(0))
                .contains("step \"erpDeploy\" has no argument \"imgae\"; did you mean \"image\"?");
    }

    @Test
    void outcomeOfAnOperationBecomesTheExitCode() throws Exception {
        failure = new OperationException(Outcome.NEEDS_PERSON, "host erp1 is half switched");
        RunResult result = run(declarative("erpDeploy 'production'"));
        assertThat(result.outcome().exitCode()).isEqualTo(3);
        assertThat(result.failure().orElseThrow())
                .startsWith("Jenkinsfile:6: erpDeploy: host erp1 is half switched");
    }

    @Test
    void aNoAtInputStopsTheBuild() throws Exception {
        approved = false;
        RunResult result = run(declarative("input 'Deploy?'\necho 'went on'"));
        assertThat(result.result()).isEqualTo(BuildResult.ABORTED);
        assertThat(lines).doesNotContain("went on");
    }

    @Test
    void stashesAndArchivesKeepFiles() throws Exception {
        RunResult result =
                run(
                        declarative(
                                """
                                writeFile file: 'out/a.txt', text: 'A'
                                stash name: 's', includes: 'out/**'
                                sh 'rm -r out'
                                dir('other') { unstash 's' }
                                archiveArtifacts artifacts: 'other/**/*.txt'
                                """));
        assertThat(result.failure()).isEmpty();
        assertThat(workspace.resolve("other/out/a.txt")).hasContent("A");
        assertThat(workspace.resolve(".erp/archive/other/out/a.txt")).hasContent("A");
        assertThat(result.archived()).hasSize(1);
    }

    @Test
    void failingTestsMakeTheBuildUnstable() throws Exception {
        Files.writeString(
                workspace.resolve("r.xml"),
                "<testsuites><testsuite name='s' tests='2' failures='1'><testcase classname='c'"
                        + " name='good' time='0.1'/><testcase classname='c' name='bad' time='0.1'>"
                        + "<failure message='m'>t</failure></testcase></testsuite></testsuites>");
        RunResult result = run(declarative("junit 'r.xml'"));
        assertThat(result.failure()).isEmpty();
        assertThat(result.result()).isEqualTo(BuildResult.UNSTABLE);
        assertThat(result.tests().passed()).isEqualTo(1);
    }

    @Test
    void deleteDirDoesNotTouchTheWorkingCopy() throws Exception {
        Files.writeString(workspace.resolve("mine.txt"), "x");
        run(
                declarative(
                        "deleteDir()\ndir('build') { writeFile file: 'x', text: 'y'\ndeleteDir() }"));
        assertThat(workspace.resolve("mine.txt")).exists();
        assertThat(workspace.resolve("build")).doesNotExist();
    }

    @Test
    void whatNeedsAServerIsRefusedWithTheWayOut() throws Exception {
        RunResult result = run("node {\n  build 'other-job'\n}");
        assertThat(result.failure().orElseThrow())
                .isEqualTo(
                        "Jenkinsfile:2: step \"build\" is not run here: starting another job needs a Jenkins server");
    }

    @Test
    void anEnglishFileNameIsKeptInErrors() {
        assertThatThrownBy(
                        () ->
                                new JenkinsfileRunner(
                                                new ErpSteps(call -> null),
                                                (m, o) -> true,
                                                Clock.systemUTC())
                                        .run(
                                                new RunRequest(
                                                        workspace.resolve("missing"),
                                                        workspace,
                                                        workspace.resolve(".erp"),
                                                        List.of(),
                                                        Map.of(),
                                                        Map.of()),
                                                (l, s) -> {}))
                .isInstanceOf(JenkinsfileException.class)
                .hasMessageContaining("missing: the file cannot be read");
    }
}
