package io.jenkins.plugins.erp.runner.jenkins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a home's configuration is made of. Secrets are named by the file they are in and read by
 * Jenkins itself.
 *
 * @param url Jenkins' own
 * @param password file with the administrator's
 * @param user of the login at the host
 * @param key file with its private key
 * @param env file with the sample's variables
 * @param repository the sample's git repository, each version a tag
 * @param variables that the sample's erp.yaml reads
 */
record TryFiles(
        URI url,
        Path password,
        String user,
        Path key,
        Path env,
        Path repository,
        Map<String, String> variables) {
    /** The one who may do all; everybody on this machine may read. */
    static final String ADMIN = "admin";

    /** The sample's job. */
    static final String JOB = "sample-erp";

    /** The job's parameter, and its values. */
    static final String VERSION = "SAMPLE_VERSION";

    static final List<String> VERSIONS = List.of("v1", "v2");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Variables for Jenkins' process: builds on it see them. */
    Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(variables);
        all.put("ERP_TRY_REPOSITORY", repository.toString());
        all.put("ERP_TRY_URL", url.toString());
        all.put("ERP_TRY_USER", user);
        all.put("ERP_TRY_PASSWORD_FILE", password.toString());
        all.put("ERP_TRY_KEY_FILE", key.toString());
        all.put("ERP_TRY_ENV_FILE", env.toString());
        return all;
    }

    /** The sample's job. */
    static JobFile job() {
        return JobFile.pipeline(JOB, resource("Jenkinsfile"), Map.of(VERSION, VERSIONS));
    }

    /** {@code jenkins.yaml}. */
    String asCode() {
        Map<String, Object> admin = Map.of("id", ADMIN, "password", "${readFile:" + password + "}");
        Map<String, Object> jenkins =
                Map.of(
                        "numExecutors",
                        2,
                        "securityRealm",
                        Map.of("local", Map.of("allowsSignup", false, "users", List.of(admin))),
                        "authorizationStrategy",
                        Map.of("loggedInUsersCanDoAnything", Map.of("allowAnonymousRead", true)));
        Map<String, Object> hostKey =
                Map.of(
                        "scope",
                        "GLOBAL",
                        "id",
                        "erp-host",
                        "description",
                        "The test host",
                        "username",
                        user,
                        "privateKeySource",
                        Map.of("directEntry", Map.of("privateKey", "${readFile:" + key + "}")));
        Map<String, Object> envFile =
                Map.of(
                        "scope",
                        "GLOBAL",
                        "id",
                        "erp-env",
                        "description",
                        "Environment of the sample ERP",
                        "fileName",
                        ".env",
                        "secretBytes",
                        "${readFileBase64:" + env + "}");
        List<Object> credentials =
                List.of(Map.of("basicSSHUserPrivateKey", hostKey), Map.of("file", envFile));
        Map<String, Object> all = new TreeMap<>();
        all.put("jenkins", jenkins);
        all.put(
                "credentials",
                Map.of(
                        "system",
                        Map.of("domainCredentials", List.of(Map.of("credentials", credentials)))));
        all.put("unclassified", Map.of("location", Map.of("url", url.toString())));
        try {
            return YAML.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts are YAML", e);
        }
    }

    /** Writes all into a home; builds that are there stay. */
    void write(Path home, boolean asCode) throws IOException {
        Path yaml = home.resolve("jenkins.yaml");
        Path script = home.resolve("init.groovy.d/erp-try.groovy");
        Files.createDirectories(script.getParent());
        if (asCode) {
            Files.deleteIfExists(script);
            Files.writeString(yaml, asCode());
        } else {
            Files.deleteIfExists(yaml);
            Files.writeString(script, resource("erp-try.groovy"));
        }
        job().write(home);
    }

    private static String resource(String name) {
        try (InputStream in = TryFiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " is part of the program", e);
        }
    }
}
