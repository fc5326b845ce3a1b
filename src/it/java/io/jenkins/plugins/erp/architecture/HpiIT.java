package io.jenkins.plugins.erp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The archive that Jenkins loads: its manifest, its indexes, and nothing in it that is not ours.
 */
class HpiIT {
    private static final String JAR = "WEB-INF/lib/erp-pipeline.jar";
    private static final String PACKAGE = "io/jenkins/plugins/erp/";
    private static Manifest outer;
    private static Manifest inner;
    private static List<String> archive;
    private static Map<String, byte[]> jar;

    @BeforeAll
    static void open() throws IOException {
        Path hpi = Path.of(System.getProperty("erp.hpi", "target/erp-pipeline.hpi"));
        archive = new ArrayList<>();
        jar = new TreeMap<>();
        try (ZipFile zip = new ZipFile(hpi.toFile())) {
            zip.stream().filter(e -> !e.isDirectory()).forEach(e -> archive.add(e.getName()));
            outer = new Manifest(zip.getInputStream(zip.getEntry("META-INF/MANIFEST.MF")));
            try (JarInputStream in = new JarInputStream(zip.getInputStream(zip.getEntry(JAR)))) {
                inner = in.getManifest();
                for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                    if (!e.isDirectory()) {
                        jar.put(e.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    @Test
    void theManifestSaysWhatJenkinsNeeds() {
        Attributes main = outer.getMainAttributes();
        assertThat(main.getValue("Short-Name")).isEqualTo("erp-pipeline");
        assertThat(main.getValue("Long-Name")).isEqualTo("ERP Pipeline");
        assertThat(main.getValue("Group-Id")).isEqualTo("io.jenkins.plugins");
        assertThat(main.getValue("Plugin-Version")).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(main.getValue("Jenkins-Version")).isEqualTo("2.541.3");
        assertThat(main.getValue("Minimum-Java-Version")).isEqualTo("17");
        assertThat(main.getValue("Support-Dynamic-Loading")).isEqualTo("true");
    }

    @Test
    void everyPluginWhoseClassesAreLinkedIsADependencyWithAVersion() {
        String[] given = outer.getMainAttributes().getValue("Plugin-Dependencies").split(",");
        assertThat(given)
                .allMatch(d -> d.matches("[a-z0-9-]+:[0-9][\\w.-]*(;resolution:=optional)?"))
                .extracting(d -> d.replaceFirst(":[0-9][\\w.-]*", ""))
                .containsExactlyInAnyOrder(
                        "workflow-step-api",
                        "workflow-api",
                        "structs",
                        "credentials",
                        "plain-credentials",
                        "ssh-credentials",
                        "docker-commons",
                        "jackson2-api",
                        "snakeyaml-api",
                        // a rollback from a page, and notices by mail, where these are installed
                        "workflow-cps;resolution:=optional",
                        "workflow-job;resolution:=optional",
                        "jakarta-mail-api;resolution:=optional");
    }

    @Test
    void theJarsOwnManifestRepeatsThePlugins() {
        assertThat(inner.getMainAttributes())
                .containsAllEntriesOf(
                        without(outer.getMainAttributes(), "Created-By", "Ant-Version"));
    }

    @Test
    void nothingButOurClassesIsInIt() {
        assertThat(archive)
                .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "META-INF/LICENSE", JAR);
        assertThat(jar.keySet())
                .allMatch(
                        name ->
                                name.startsWith(PACKAGE)
                                        || name.matches("index(_\\w+)?\\.(jelly|properties)")
                                        || name.startsWith("META-INF/annotations/hudson.Extension")
                                        || name.equals(
                                                "META-INF/services/annotations/org.jenkinsci.Symbol"));
        assertThat(jar.keySet()).noneMatch(name -> name.startsWith(PACKAGE + "runner/"));
    }

    @Test
    void itIsDescribedAndEveryFormIsThere() {
        assertThat(jar.keySet())
                .contains(
                        "index.jelly",
                        PACKAGE + "jenkins/ErpDeployStep/config.jelly",
                        PACKAGE + "jenkins/ErpDeployStep/help-environment_zh_CN.html",
                        PACKAGE + "jenkins/Messages_zh_CN.properties");
    }

    @Test
    void theExtensionIndexNamesEveryDescriptor() throws Exception {
        List<String> names = new ArrayList<>();
        byte[] index = jar.get("META-INF/annotations/hudson.Extension");
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(index))) {
            for (Object item = in.readObject(); item != null; item = in.readObject()) {
                var field = item.getClass().getDeclaredField("className");
                field.setAccessible(true);
                names.add((String) field.get(item));
            }
        }
        assertThat(names)
                .contains("io.jenkins.plugins.erp.jenkins.ErpDeployStep$DescriptorImpl")
                .containsExactlyInAnyOrderElementsOf(annotated("Lhudson/Extension;"));
        assertThat(jar.keySet())
                .containsAll(names.stream().map(n -> n.replace('.', '/') + ".class").toList());
    }

    @Test
    void theSymbolIndexNamesEveryClassWithASymbol() throws IOException {
        List<String> found = annotated("Lorg/jenkinsci/Symbol;");
        byte[] index = jar.get("META-INF/services/annotations/org.jenkinsci.Symbol");
        assertThat(new String(index, StandardCharsets.UTF_8).lines().toList())
                .containsExactlyInAnyOrderElementsOf(found)
                .isNotEmpty();
    }

    @Test
    void constructorsKeepTheNamesOfTheirParameters() throws IOException {
        // Stapler binds a Pipeline's arguments by these
        byte[] step = jar.get(PACKAGE + "jenkins/ErpDeployStep.class");
        List<String> names = new ArrayList<>();
        try (InputStream in = new ByteArrayInputStream(step)) {
            new org.objectweb.asm.ClassReader(in)
                    .accept(
                            new org.objectweb.asm.ClassVisitor(org.objectweb.asm.Opcodes.ASM9) {
                                @Override
                                public org.objectweb.asm.MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        String signature,
                                        String[] exceptions) {
                                    return !name.equals("<init>")
                                            ? null
                                            : new org.objectweb.asm.MethodVisitor(
                                                    org.objectweb.asm.Opcodes.ASM9) {
                                                @Override
                                                public void visitParameter(
                                                        String parameter, int flags) {
                                                    names.add(parameter);
                                                }
                                            };
                                }
                            },
                            0);
        }
        assertThat(names).containsExactly("environment");
    }

    /** Classes of the archive that name an annotation. */
    private static List<String> annotated(String descriptor) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : jar.entrySet()) {
            if (file.getKey().endsWith(".class")
                    && new String(file.getValue(), StandardCharsets.ISO_8859_1)
                            .contains(descriptor)) {
                found.add(file.getKey().replace(".class", "").replace('/', '.'));
            }
        }
        return found;
    }

    private static Map<Object, Object> without(Attributes attributes, String... names) {
        Map<Object, Object> rest = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        rest.putAll(attributes);
        for (String name : names) {
            rest.remove(new Attributes.Name(name));
        }
        return rest;
    }
}
