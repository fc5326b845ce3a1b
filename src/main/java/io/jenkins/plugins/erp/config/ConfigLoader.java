package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.erp.config.ErpFile.EnvironmentSection;
import io.jenkins.plugins.erp.config.ErpFile.HealthSection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads erp.yaml, or works from conventions without one: defaults &lt; file &lt; environment
 * section.
 */
public final class ConfigLoader {
    /** The file's usual name. */
    public static final String FILE = "erp.yaml";

    private static final List<String> COMPOSE_CONVENTION =
            List.of("docker-compose.prod.yml", "docker-compose.yml", "compose.yaml", "compose.yml");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._:/-]{0,254}");
    private static final Pattern MIGRATION = Pattern.compile("[A-Za-z_]\\w*\\.[A-Za-z0-9_]+");
    private static final Pattern HEALTH_PATH = Pattern.compile("/[\\x21-\\x7e]*");
    private static final Pattern HOST_HEADER = Pattern.compile("[A-Za-z0-9.:\\[\\]-]+");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ConfigLoader() {}

    /**
     * Loads {@link #FILE}, or the conventions where there is none.
     *
     * @param source the checked-out project
     * @param directoryName the project directory's name, for {@code app} where nobody said
     * @param variables for {@code ${VAR}}
     * @throws ConfigException naming file, line, column, what is wrong and the nearest right word
     */
    public static ErpConfig load(
            ConfigSource source, String directoryName, Map<String, String> variables)
            throws ConfigException, IOException, InterruptedException {
        return load(source, FILE, directoryName, variables);
    }

    /**
     * The same, with environments that somebody outside the project speaks of: defaults &lt; {@code
     * deploy} &lt; further &lt; environment section.
     */
    public static ErpConfig load(
            ConfigSource source,
            String directoryName,
            Map<String, String> variables,
            FurtherEnvironment.Source further)
            throws ConfigException, IOException, InterruptedException {
        return load(source, FILE, directoryName, variables, further);
    }

    /** The same from a file of another name. */
    public static ErpConfig load(
            ConfigSource source, String file, String directoryName, Map<String, String> variables)
            throws ConfigException, IOException, InterruptedException {
        return load(source, file, directoryName, variables, FurtherEnvironment.Source.NONE);
    }

    private static ErpConfig load(
            ConfigSource source,
            String file,
            String directoryName,
            Map<String, String> variables,
            FurtherEnvironment.Source further)
            throws ConfigException, IOException, InterruptedException {
        boolean there = source.exists(file);
        if (!there && !file.equals(FILE)) {
            throw new ConfigException(file + ": there is no such file");
        }
        ErpYaml yaml = new ErpYaml(file, there ? source.read(file) : "", variables);
        List<String> conventional = List.of();
        for (String name : COMPOSE_CONVENTION) {
            if (source.exists(name)) {
                conventional = List.of(name);
                break;
            }
        }
        return new ConfigLoader.Merge(file, yaml, directoryName, conventional, further).config();
    }

    /** Fills in, merges and checks one file; pure. */
    private static final class Merge {
        private final String file;
        private final ErpYaml yaml;
        private final String directoryName;
        private final List<String> conventional;
        private final FurtherEnvironment.Source further;

        Merge(
                String file,
                ErpYaml yaml,
                String directoryName,
                List<String> conventional,
                FurtherEnvironment.Source further) {
            this.file = file;
            this.yaml = yaml;
            this.directoryName = directoryName;
            this.conventional = conventional;
            this.further = further;
        }

        ErpConfig config() throws ConfigException {
            ErpFile f = yaml.root();
            String app = or(f.app(), fromDirectory());
            must(
                    Syntax.NAME,
                    app,
                    "app",
                    "small letters, digits, _ and -, starting with a letter or digit");
            String image = or(f.image(), app);
            must(
                    IMAGE,
                    image,
                    "image",
                    "a repository without a tag, such as registry.example.com/team/erp");
            if (image.lastIndexOf(':') > image.lastIndexOf('/')) {
                throw wrong(
                        "image",
                        "\""
                                + image
                                + "\" has a tag; tags come from the commit, write the repository"
                                + " alone");
            }
            List<String> compose = or(f.compose(), conventional);
            relative("compose", compose);
            List<String> requiredEnv = or(f.requiredEnv(), List.of());
            names("requiredEnv", requiredEnv);
            HealthConfig health = health(f.health(), HealthConfig.DEFAULT, "health");
            Map<String, EnvironmentConfig> environments = new LinkedHashMap<>();
            Map<String, String> unusable = new LinkedHashMap<>();
            EnvironmentSection common = or(f.deploy(), EnvironmentSection.EMPTY);
            ErpConfig base =
                    new ErpConfig(
                            app,
                            image,
                            compose,
                            or(f.roles(), Map.of()),
                            requiredEnv,
                            build(f.build()),
                            health,
                            test(f.test()),
                            scan(f.scan()),
                            Map.of());
            Map<String, JsonNode> written = or(f.environments(), Map.of());
            Map<String, FurtherEnvironment> others = further.of(app);
            for (Map.Entry<String, JsonNode> e : written.entrySet()) {
                must(
                        Syntax.NAME,
                        e.getKey(),
                        "environments",
                        "a name of small letters, digits, _ and -");
                try {
                    environments.put(
                            e.getKey(),
                            environment(
                                    e.getKey(),
                                    yaml.environment(e.getKey()),
                                    others.getOrDefault(e.getKey(), FurtherEnvironment.EMPTY),
                                    common,
                                    base));
                } catch (ConfigException failed) {
                    if (!(failed.getCause() instanceof Interpolation.UnsetException)) {
                        throw failed;
                    }
                    unusable.put(e.getKey(), failed.getMessage());
                }
            }
            for (Map.Entry<String, FurtherEnvironment> e : others.entrySet()) {
                // one without hosts only adds to what a file says
                if (!written.containsKey(e.getKey())
                        && Syntax.NAME.matcher(e.getKey()).matches()
                        && !e.getValue().hosts().isEmpty()) {
                    environments.put(
                            e.getKey(),
                            environment(
                                    e.getKey(),
                                    EnvironmentSection.EMPTY,
                                    e.getValue(),
                                    common,
                                    base));
                }
            }
            return base.withEnvironments(environments, unusable);
        }

        private String fromDirectory() {
            String name =
                    directoryName
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9_-]", "_")
                            .replaceAll("^[_-]+", "");
            return name.isEmpty() ? "app" : name.substring(0, Math.min(63, name.length()));
        }

        private EnvironmentConfig environment(
                String name,
                EnvironmentSection own,
                FurtherEnvironment others,
                EnvironmentSection common,
                ErpConfig base)
                throws ConfigException {
            String at = "environments." + name;
            // what is said of this environment goes before what is said of all
            List<HostAddress> hosts =
                    or(
                            own.hosts(),
                            others.hosts().isEmpty()
                                    ? or(common.hosts(), List.of())
                                    : others.hosts());
            if (hosts.isEmpty()) {
                throw wrong(at + ".hosts", "at least one host is needed, such as [deploy@erp1]");
            }
            if (new LinkedHashSet<>(hosts).size() < hosts.size()) {
                throw wrong(at + ".hosts", "a host is named twice");
            }
            String path =
                    or(own.path(), others.path().orElse(or(common.path(), "/opt/" + base.app())));
            if (!Syntax.isHostPath(path)) {
                throw wrong(
                        at + ".path",
                        "\""
                                + path
                                + "\" is not an absolute directory of letters, digits, . _ - and"
                                + " /");
            }
            String project = or(own.project(), or(common.project(), base.app()));
            must(Syntax.NAME, project, at + ".project", "small letters, digits, _ and -");
            List<String> compose = or(own.compose(), or(common.compose(), base.compose()));
            relative(at + ".compose", compose);
            Set<String> required = new LinkedHashSet<>(base.requiredEnv());
            required.addAll(or(common.requiredEnv(), List.of()));
            required.addAll(or(own.requiredEnv(), List.of()));
            names(at + ".requiredEnv", required);
            HealthConfig health =
                    health(
                            own.health(),
                            health(common.health(), base.health(), "deploy.health"),
                            at + ".health");
            boolean production =
                    or(
                            own.production(),
                            or(
                                    common.production(),
                                    name.equals("production") || name.equals("prod")));
            return new EnvironmentConfig(
                    name,
                    production,
                    hosts,
                    path,
                    project,
                    compose,
                    either(own.envFile(), common.envFile()),
                    List.copyOf(required),
                    either(own.knownHosts(), common.knownHosts()),
                    or(own.acceptNewHostKey(), or(common.acceptNewHostKey(), false)),
                    either(own.sshKey(), common.sshKey()),
                    health,
                    or(own.strategy(), or(common.strategy(), Strategy.ROLLING)),
                    or(own.warm(), or(common.warm(), Duration.ofMinutes(15))),
                    or(own.backup(), or(common.backup(), false)),
                    or(own.migrate(), or(common.migrate(), true)),
                    or(own.collectstatic(), or(common.collectstatic(), true)),
                    or(own.superuser(), or(common.superuser(), true)),
                    or(own.observe(), or(common.observe(), Duration.ofSeconds(5))),
                    or(own.drain(), or(common.drain(), Duration.ofSeconds(30))),
                    or(own.migrateTimeout(), or(common.migrateTimeout(), Duration.ofMinutes(15))),
                    or(own.lockTimeout(), or(common.lockTimeout(), Duration.ofSeconds(10))),
                    or(own.lockWait(), or(common.lockWait(), Duration.ZERO)),
                    positive(
                            at + ".maxParallel",
                            or(own.maxParallel(), or(common.maxParallel(), 1))),
                    positive(
                            at + ".keepReleases",
                            or(own.keepReleases(), or(common.keepReleases(), 5))),
                    Optional.ofNullable(own.minimumFreeDisk())
                            .or(() -> Optional.ofNullable(common.minimumFreeDisk()))
                            .map(ErpFile.ByteSize::bytes)
                            .orElse(512L << 20),
                    migrations(
                            own.migrations(),
                            migrations(
                                    common.migrations(),
                                    MigrationsConfig.DEFAULT,
                                    "deploy.migrations"),
                            at + ".migrations"),
                    or(own.codeMounts(), or(common.codeMounts(), CodeMounts.REFUSE)),
                    or(own.transfer(), or(common.transfer(), Transfer.REGISTRY)),
                    target(at, or(own.target(), or(common.target(), Target.COMPOSE)), hosts));
        }

        /* a swarm places its services on its nodes by itself */
        private Target target(String at, Target target, List<HostAddress> hosts)
                throws ConfigException {
            if (target == Target.SWARM && hosts.size() > 1) {
                throw wrong(
                        at + ".hosts",
                        "target: swarm takes one host, a manager of the swarm, which brings the"
                                + " services to the other nodes by itself; "
                                + hosts.size()
                                + " are named");
            }
            return target;
        }

        private MigrationsConfig migrations(
                ErpFile.MigrationsSection s, MigrationsConfig d, String at) throws ConfigException {
            if (s == null) {
                return d;
            }
            MigrationsConfig m =
                    new MigrationsConfig(or(s.policy(), d.policy()), or(s.allow(), d.allow()));
            for (String name : m.allow()) {
                must(
                        MIGRATION,
                        name,
                        at + ".allow",
                        "an app and a migration, such as orders.0002_channel");
            }
            return m;
        }

        private HealthConfig health(HealthSection s, HealthConfig d, String at)
                throws ConfigException {
            if (s == null) {
                return d;
            }
            HealthConfig h =
                    new HealthConfig(
                            or(s.path(), d.path()),
                            s.host() == null ? d.host() : Optional.of(s.host()),
                            or(s.port(), d.port()),
                            or(s.status(), d.status()),
                            or(s.json(), d.json()),
                            or(s.timeout(), d.timeout()),
                            or(s.interval(), d.interval()),
                            positive(at + ".consecutive", or(s.consecutive(), d.consecutive())),
                            or(s.celery(), d.celery()));
            must(HEALTH_PATH, h.path(), at + ".path", "a path such as /api/health/");
            if (h.host().isPresent()) {
                must(
                        HOST_HEADER,
                        h.host().get(),
                        at + ".host",
                        "a host name such as erp.example.com");
            }
            if (h.port() < 1 || h.port() > 65535) {
                throw wrong(at + ".port", h.port() + " is no port: 1 to 65535");
            }
            if (h.status() < 100 || h.status() > 599) {
                throw wrong(at + ".status", h.status() + " is no HTTP status: 100 to 599");
            }
            return h;
        }

        private BuildConfig build(ErpFile.BuildSection s) throws ConfigException {
            BuildConfig d = BuildConfig.DEFAULT;
            if (s == null) {
                return d;
            }
            BuildConfig b =
                    new BuildConfig(
                            or(s.context(), d.context()),
                            or(s.dockerfile(), d.dockerfile()),
                            Optional.ofNullable(s.target()),
                            or(s.args(), d.args()),
                            or(s.secrets(), d.secrets()),
                            or(s.platforms(), d.platforms()),
                            or(s.tags(), d.tags()),
                            or(s.push(), d.push()),
                            or(s.pull(), d.pull()),
                            or(s.timeout(), d.timeout()));
            relative("build.context", List.of(b.context()));
            relative("build.dockerfile", List.of(b.dockerfile()));
            names("build.args", b.args().keySet());
            names("build.secrets", b.secrets().values());
            return b;
        }

        private TestConfig test(ErpFile.TestSection s) throws ConfigException {
            if (s == null) {
                return TestConfig.DEFAULT;
            }
            Map<String, TestConfig.Suite> suites = new LinkedHashMap<>();
            TestConfig.Suite d = TestConfig.Suite.DEFAULT;
            for (Map.Entry<String, ErpFile.SuiteSection> e :
                    or(s.suites(), Map.<String, ErpFile.SuiteSection>of()).entrySet()) {
                must(
                        Syntax.NAME,
                        e.getKey(),
                        "test.suites",
                        "a name of small letters, digits, _ and -");
                ErpFile.SuiteSection suite = e.getValue();
                suites.put(
                        e.getKey(),
                        suite == null
                                ? d
                                : new TestConfig.Suite(
                                        suite.args() == null ? d.args() : suite.args().words(),
                                        or(suite.paths(), d.paths()),
                                        or(suite.services(), d.needsServices()),
                                        or(suite.timeout(), d.timeout())));
            }
            ErpFile.CoverageSection c = s.coverage();
            double minimum = c == null ? 0 : or(c.minimum(), 0.0);
            percent("test.coverage.minimum", minimum);
            if (c != null && c.branches() != null) {
                percent("test.coverage.branches", c.branches());
            }
            return new TestConfig(
                    Optional.ofNullable(s.target()),
                    suites.isEmpty()
                            ? TestConfig.DEFAULT.suites()
                            : Collections.unmodifiableMap(suites),
                    or(s.services(), List.of()),
                    or(s.env(), Map.of()),
                    new TestConfig.Coverage(
                            minimum,
                            c == null ? Optional.empty() : Optional.ofNullable(c.branches()),
                            c == null ? Optional.empty() : Optional.ofNullable(c.source())));
        }

        private ScanConfig scan(ErpFile.ScanSection s) throws ConfigException {
            ScanConfig d = ScanConfig.DEFAULT;
            if (s == null) {
                return d;
            }
            ScanConfig config =
                    new ScanConfig(
                            or(s.tools(), d.tools()),
                            or(s.failOn(), d.failOn()),
                            Optional.ofNullable(s.baseline()),
                            or(s.paths(), d.paths()),
                            or(s.where(), d.where()),
                            Optional.ofNullable(s.target()),
                            or(s.timeout(), d.timeout()));
            relative("scan.paths", config.paths());
            relative("scan.baseline", config.baseline().map(List::of).orElse(List.of()));
            return config;
        }

        private static <T> T or(T value, T otherwise) {
            return value != null ? value : otherwise;
        }

        private static Optional<String> either(String first, String second) {
            return Optional.ofNullable(first)
                    .or(() -> Optional.ofNullable(second))
                    .filter(s -> !s.isBlank());
        }

        private ConfigException wrong(String key, String what) {
            return new ConfigException(file + ": " + key + ": " + what);
        }

        private void must(Pattern pattern, String value, String key, String wanted)
                throws ConfigException {
            if (!pattern.matcher(value).matches()) {
                throw wrong(key, "\"" + value + "\" will not do; wanted: " + wanted);
            }
        }

        private int positive(String key, int value) throws ConfigException {
            if (value < 1) {
                throw wrong(key, value + " is less than 1");
            }
            return value;
        }

        private void percent(String key, double value) throws ConfigException {
            if (!(value >= 0 && value <= 100)) {
                throw wrong(key, value + " is not a percentage: 0 to 100");
            }
        }

        private void names(String key, Iterable<String> names) throws ConfigException {
            for (String name : names) {
                must(VARIABLE, name, key, "a variable's name such as DB_PASSWORD");
            }
        }

        private void relative(String key, List<String> paths) throws ConfigException {
            for (String path : paths) {
                List<String> parts = new ArrayList<>(List.of(path.split("/")));
                if (path.isBlank()
                        || path.startsWith("/")
                        || path.startsWith("-")
                        || parts.contains("..")) {
                    throw wrong(
                            key,
                            "\"" + path + "\" has to be a path inside the project, without ..");
                }
            }
        }
    }
}
