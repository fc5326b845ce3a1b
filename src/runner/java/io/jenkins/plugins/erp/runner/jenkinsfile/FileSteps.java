package io.jenkins.plugins.erp.runner.jenkinsfile;

import static io.jenkins.plugins.erp.runner.jenkinsfile.StepDefinition.block;
import static io.jenkins.plugins.erp.runner.jenkinsfile.StepDefinition.of;

import io.jenkins.plugins.erp.report.JUnitXml;
import io.jenkins.plugins.erp.report.TestSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps that read, write, keep and bring back files of the workspace. */
final class FileSteps {
    private static final String DEFAULT_EXCLUDES = "**/.git/**,.git/**,.erp/**";

    private FileSteps() {}

    static List<StepDefinition> all() {
        return List.of(
                of("pwd tmp", call -> call.context().directory().toString()),
                of("readFile file! encoding", FileSteps::readFile),
                of("writeFile file! text encoding", FileSteps::writeFile),
                of("fileExists file!", call -> Files.exists(path(call, "file"))),
                of("deleteDir", FileSteps::deleteDir),
                of("cleanWs", FileSteps::keepWorkspace),
                block("dir path!", FileSteps::dir),
                block("withEnv overrides!", FileSteps::withEnv),
                of("stash name! includes excludes useDefaultExcludes allowEmpty", FileSteps::stash),
                of("unstash name!", FileSteps::unstash),
                of(
                        "archiveArtifacts artifacts! excludes allowEmptyArchive fingerprint"
                                + " onlyIfSuccessful defaultExcludes caseSensitive followSymlinks",
                        FileSteps::archive),
                of(
                        "junit testResults! allowEmptyResults keepLongStdio skipPublishingChecks"
                                + " skipMarkingBuildUnstable healthScaleFactor checksName"
                                + " testDataPublishers keepProperties keepTestNames skipOldReports"
                                + " stdioRetention",
                        FileSteps::junit),
                StepDefinition.lenient("checkout", FileSteps::checkout),
                of("libraryResource resource! encoding", FileSteps::resource));
    }

    private static Path path(StepCall call, String argument) {
        return call.context().directory().resolve(call.text(argument)).normalize();
    }

    private static Charset charset(StepCall call) {
        return call.optional("encoding")
                .map(Charset::forName)
                .orElse(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Object readFile(StepCall call) throws IOException {
        Path file = path(call, "file");
        if (!Files.isRegularFile(file)) {
            throw new StepException("readFile: there is no file " + file);
        }
        return call.text("encoding").equals("Base64")
                ? Base64.getEncoder().encodeToString(Files.readAllBytes(file))
                : Files.readString(file, charset(call));
    }

    private static Object writeFile(StepCall call) throws IOException {
        Path file = path(call, "file");
        Files.createDirectories(file.getParent());
        if (call.text("encoding").equals("Base64")) {
            Files.write(file, Base64.getDecoder().decode(call.text("text")));
        } else {
            Files.writeString(file, call.text("text"), charset(call));
        }
        return null;
    }

    private static Object keepWorkspace(StepCall call) {
        call.console()
                .info(call.step().name() + ": the working copy is yours and is left as it is");
        return null;
    }

    private static Object deleteDir(StepCall call) throws IOException {
        Path directory = call.context().directory();
        Path workspace = call.build().request().workspace();
        if (workspace.startsWith(directory)) {
            return keepWorkspace(call);
        }
        if (!directory.startsWith(workspace)) {
            throw new StepException("deleteDir: " + directory + " is not in the workspace");
        }
        deleteTree(directory);
        return null;
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static Object dir(StepCall call) throws Exception {
        Path directory = path(call, "path");
        Files.createDirectories(directory);
        return call.runBody(call.context().in(directory));
    }

    private static Object withEnv(StepCall call) throws Exception {
        Map<String, String> more = new LinkedHashMap<>();
        for (Object one : call.list("overrides")) {
            String text = String.valueOf(one);
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new StepException("withEnv: \"" + text + "\" is not NAME=value");
            }
            more.put(text.substring(0, equals), text.substring(equals + 1));
        }
        Map<String, String> before = call.build().environment(call.context());
        return call.runBody(call.context().with(Variables.expand(more, before)));
    }

    private static Path stashOf(StepCall call) {
        String name = call.text("name");
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_. -]*")) {
            throw new StepException("\"" + name + "\" is no name for a stash");
        }
        return call.build().request().state().resolve("stash").resolve(name);
    }

    private static Object stash(StepCall call) throws IOException {
        Path target = stashOf(call);
        deleteTree(target);
        Files.createDirectories(target);
        int files =
                copy(
                        call.context().directory(),
                        target,
                        call.optional("includes").orElse("**"),
                        excludes(call));
        if (files == 0 && !call.flag("allowEmpty", false)) {
            throw new StepException(
                    "stash: no file matches \"" + call.optional("includes").orElse("**") + "\"");
        }
        call.console().info("stash " + call.text("name") + ": " + files + " files");
        return null;
    }

    private static String excludes(StepCall call) {
        return call.optional("excludes").map(e -> e + ",").orElse("") + DEFAULT_EXCLUDES;
    }

    private static Object unstash(StepCall call) throws IOException {
        Path source = stashOf(call);
        if (!Files.isDirectory(source)) {
            throw new StepException("unstash: there is no stash \"" + call.text("name") + "\"");
        }
        int files = copy(source, call.context().directory(), "**", "");
        call.console().info("unstash " + call.text("name") + ": " + files + " files");
        return null;
    }

    private static int copy(Path from, Path to, String includes, String excludes)
            throws IOException {
        List<Path> files = Globs.find(from, includes, excludes);
        for (Path file : files) {
            Path target = to.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(
                    from.resolve(file),
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        return files.size();
    }

    private static Object archive(StepCall call) throws IOException {
        Path from = call.context().directory();
        Path to = call.build().request().state().resolve("archive");
        Files.createDirectories(to);
        List<Path> files = Globs.find(from, call.text("artifacts"), excludes(call));
        if (files.isEmpty() && !call.flag("allowEmptyArchive", false)) {
            throw new StepException(
                    "archiveArtifacts: no file matches \""
                            + call.text("artifacts")
                            + "\" in "
                            + from);
        }
        for (Path file : files) {
            Path target = to.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(from.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
            call.build().archived().add(target);
        }
        call.console().info("archived " + files.size() + " files in " + to);
        return null;
    }

    private static Object junit(StepCall call) throws Exception {
        Path directory = call.context().directory();
        List<Path> files = Globs.find(directory, call.text("testResults"), "");
        if (files.isEmpty()) {
            if (call.flag("allowEmptyResults", false)) {
                return counts(TestSummary.EMPTY);
            }
            throw new StepException(
                    "junit: no report matches \""
                            + call.text("testResults")
                            + "\" in "
                            + directory);
        }
        TestSummary sum = TestSummary.EMPTY;
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(directory.resolve(file))) {
                sum = sum.plus(JUnitXml.read(file.toString(), in));
            }
        }
        call.build().add(sum);
        int failed = sum.failures() + sum.errors();
        call.console()
                .info(
                        "junit: "
                                + sum.passed()
                                + " passed, "
                                + failed
                                + " failed, "
                                + sum.skipped()
                                + " skipped");
        for (TestSummary.Case problem : sum.problems()) {
            call.console().warn("  failed: " + problem.title());
        }
        if (failed > 0 && !call.flag("skipMarkingBuildUnstable", false)) {
            FlowSteps.mark(
                    call, BuildResult.UNSTABLE, BuildResult.UNSTABLE, failed + " tests failed");
        }
        return counts(sum);
    }

    private static Map<String, Object> counts(TestSummary sum) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("totalCount", sum.tests());
        map.put("failCount", sum.failures() + sum.errors());
        map.put("skipCount", sum.skipped());
        map.put("passCount", sum.passed());
        return map;
    }

    private static Object checkout(StepCall call) {
        call.console()
                .info(
                        "checkout: nothing to do, this runs on the working copy "
                                + call.build().request().workspace());
        Map<String, String> seen = new LinkedHashMap<>();
        for (String name : List.of("GIT_COMMIT", "GIT_BRANCH")) {
            String value = call.build().environment(call.context()).get(name);
            if (value != null) {
                seen.put(name, value);
            }
        }
        return seen;
    }

    private static Object resource(StepCall call) {
        return call.engine().scripts().resource(call.text("resource"));
    }
}
