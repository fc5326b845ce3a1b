package io.jenkins.plugins.erp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.architecture.JenkinsReferences.Declaration;
import io.jenkins.plugins.erp.architecture.JenkinsReferences.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Everything that our class files and our declarations name of Jenkins exists in the real one, with
 * the same descriptor. The listing of the real API lies beside the checkout; another place is given
 * with {@code -Derp.jenkins.api=DIRECTORY}.
 */
class JenkinsApiListingTest {
    private static final Path CLASSES = Path.of("target/classes");
    private static final String OURS = "io/jenkins/plugins/erp";
    private static ApiListing listing;

    @BeforeAll
    static void readListing() throws IOException {
        Path directory = Path.of(System.getProperty("erp.jenkins.api", "../shared/jenkins-api"));
        boolean there = Files.isDirectory(directory);
        if (!there) {
            System.err.println(
                    "SKIPPED: the listing of Jenkins' real API is not in "
                            + directory.toAbsolutePath().normalize()
                            + "; name its directory with -Derp.jenkins.api=DIRECTORY");
        }
        Assumptions.assumeTrue(there, "no listing of Jenkins' real API in " + directory);
        listing = ApiListing.read(directory);
    }

    @Test
    void everyReferenceOfOurClassesExists() throws IOException {
        JenkinsReferences ours = JenkinsReferences.of(CLASSES.resolve(OURS));

        assertThat(ours.members).as("our classes were found").hasSizeGreaterThan(50);
        assertThat(problems(ours)).isEmpty();
    }

    @Test
    void everyDeclarationExists() throws IOException {
        JenkinsReferences declared = declarations();

        assertThat(declared.declarations).as("declarations were found").hasSizeGreaterThan(50);
        assertThat(declarationProblems(declared)).isEmpty();
    }

    @Test
    void aClassOfOursImplementsAllThatTheRealOnesLeaveAbstract() throws Exception {
        JenkinsReferences ours = JenkinsReferences.of(CLASSES.resolve(OURS));
        Set<String> missing = new TreeSet<>();
        for (Declaration declaration : ours.declarations) {
            Class<?> type = Class.forName(declaration.name().replace('/', '.'), false, loader());
            if (!type.isInterface()
                    && !java.lang.reflect.Modifier.isAbstract(type.getModifiers())) {
                missing.addAll(abstractMembers(type));
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void aWrongMemberIsFound() {
        JenkinsReferences planted = new JenkinsReferences();
        planted.read(
                planted(
                        code -> {
                            call(code, "hudson/model/Run", "getNoSuchThing", "()I");
                            call(code, "hudson/model/Run", "getUrl", "()I");
                            call(code, "hudson/model/Run", "getUrl", "()Ljava/lang/String;");
                        }));

        assertThat(problems(planted))
                .containsExactly(
                        "Planted: hudson/model/Run has no getNoSuchThing()I",
                        "Planted: hudson/model/Run has no getUrl()I");
    }

    @Test
    void aWrongClassIsFound() {
        JenkinsReferences planted = new JenkinsReferences();
        planted.read(
                planted(code -> code.visitLdcInsn(Type.getObjectType("hudson/model/NoSuchClass"))));

        assertThat(problems(planted)).containsExactly("there is no hudson/model/NoSuchClass");
    }

    @Test
    void aMemberOfAClassAboveIsFoundThere() {
        JenkinsReferences planted = new JenkinsReferences();
        planted.read(
                planted(
                        code ->
                                call(
                                        code,
                                        "org/jenkinsci/plugins/workflow/graph/FlowNode",
                                        "addAction",
                                        "(Lhudson/model/Action;)V")));

        assertThat(problems(planted)).isEmpty();
    }

    @Test
    void aStaticCallOfWhatIsNotStaticIsFound() {
        JenkinsReferences planted = new JenkinsReferences();
        planted.read(
                planted(
                        code ->
                                code.visitMethodInsn(
                                        Opcodes.INVOKESTATIC,
                                        "hudson/model/Run",
                                        "getUrl",
                                        "()Ljava/lang/String;",
                                        false)));

        assertThat(problems(planted))
                .containsExactly(
                        "Planted: hudson/model/Run getUrl()Ljava/lang/String; is not static");
    }

    private static Set<String> problems(JenkinsReferences references) {
        Set<String> problems = new TreeSet<>();
        for (String type : references.types) {
            if (!listing.knows(type) && !listing.mentions(type)) {
                problems.add("there is no " + type);
            }
        }
        for (Member member : references.members) {
            if (!listing.knows(member.owner())) {
                problems.add(member.owner() + " is not listed, so it must not be called");
                continue;
            }
            check(member, problems);
        }
        return problems;
    }

    private static void check(Member member, Set<String> problems) {
        String found = listing.find(member.owner(), member.key());
        if (found == null) {
            if (!inherited(member)) {
                problems.add(member.where() + ": " + member.owner() + " has no " + member.key());
            }
        } else if (found.contains(" static ") != member.isStatic()) {
            problems.add(
                    member.where()
                            + ": "
                            + member.owner()
                            + " "
                            + member.key()
                            + (member.isStatic() ? " is not static" : " is static"));
        }
    }

    /** Whether a class above, of the JDK or a library and thus not listed, has the method. */
    private static boolean inherited(Member member) {
        if (member.key().startsWith("<init>")) {
            return false;
        }
        return Stream.concat(
                        listing.hierarchy(member.owner()).stream(), Stream.of("java/lang/Object"))
                .filter(parent -> !listing.knows(parent) && !JenkinsReferences.isJenkins(parent))
                .anyMatch(parent -> hasMethod(parent, member.key()));
    }

    private static boolean hasMethod(String internalName, String key) {
        try {
            Class<?> type = Class.forName(internalName.replace('/', '.'), false, loader());
            return Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getDeclaredMethods()))
                    .anyMatch(m -> key.equals(m.getName() + Type.getMethodDescriptor(m)));
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return false;
        }
    }

    private static Set<String> declarationProblems(JenkinsReferences declared) {
        Set<String> problems = new TreeSet<>();
        for (Declaration declaration : declared.declarations) {
            String name = declaration.name();
            if (!listing.knows(name)) {
                boolean hollow = declared.declared.stream().noneMatch(m -> m.owner().equals(name));
                // private classes that declarations need for their trivial things
                boolean nested = name.contains("$") && isPrivate(name);
                if (!nested && !(hollow && listing.mentions(name))) {
                    problems.add("there is no " + name);
                }
                continue;
            }
            if (declaration.isInterface()
                    != listing.kind(name).matches(".*(interface|annotation)")) {
                problems.add(name + " is a " + listing.kind(name));
            }
            for (String parent : declaration.parents()) {
                if (!listing.isSubtype(name, parent)
                        && !parent.equals("java/lang/annotation/Annotation")) {
                    problems.add(name + " is no " + parent);
                }
            }
        }
        for (Member member : declared.declared) {
            if (listing.knows(member.owner()) && !overridesObject(member)) {
                check(member, problems);
            }
        }
        return problems;
    }

    private static boolean isPrivate(String internalName) {
        try {
            Class<?> type = Class.forName(internalName.replace('/', '.'), false, loader());
            return java.lang.reflect.Modifier.isPrivate(type.getModifiers());
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean overridesObject(Member member) {
        return hasMethod("java/lang/Object", member.key());
    }

    private static Set<String> abstractMembers(Class<?> type) {
        Set<String> missing = new TreeSet<>();
        for (Class<?> up = type; up != null; up = up.getSuperclass()) {
            String name = Type.getInternalName(up);
            if (!listing.knows(name)) {
                continue;
            }
            List<String> all =
                    Stream.concat(Stream.of(name), listing.hierarchy(name).stream()).toList();
            for (String one : all) {
                listing.abstractMethods(one).stream()
                        .filter(key -> !isConcrete(name, key) && !hasConcrete(type, key))
                        .forEach(key -> missing.add(type.getName() + " lacks " + one + "." + key));
            }
            break;
        }
        return missing;
    }

    private static boolean isConcrete(String listed, String key) {
        return Stream.concat(Stream.of(listed), listing.hierarchy(listed).stream())
                .anyMatch(c -> listing.concrete(c, key));
    }

    private static boolean hasConcrete(Class<?> type, String key) {
        for (Class<?> up = type; up != null; up = up.getSuperclass()) {
            if (!JenkinsReferences.isJenkins(Type.getInternalName(up))
                    && Stream.of(up.getDeclaredMethods())
                            .anyMatch(m -> key.equals(m.getName() + Type.getMethodDescriptor(m)))) {
                return true;
            }
        }
        return false;
    }

    /** Our declarations, compiled beside our classes, without the classes themselves. */
    private static JenkinsReferences declarations() throws IOException {
        JenkinsReferences all = new JenkinsReferences();
        Path sources = Path.of("src/jenkins-api/java");
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".class"))
                            .filter(f -> Files.exists(sources.resolve(source(f))))
                            .toList()) {
                all.read(Files.readAllBytes(file));
            }
        }
        return all;
    }

    private static String source(Path classFile) {
        String name = CLASSES.relativize(classFile).toString().replace('\\', '/');
        return name.replaceFirst("(\\$.*)?\\.class$", "") + ".java";
    }

    private static ClassLoader loader() {
        return JenkinsApiListingTest.class.getClassLoader();
    }

    private static byte[] planted(java.util.function.Consumer<MethodVisitor> body) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_PUBLIC,
                "Planted",
                null,
                "java/lang/Object",
                new String[0]);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC, "run", "()V", null, new String[0]);
        code.visitCode();
        body.accept(code);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(4, 1);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void call(MethodVisitor code, String owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    }
}
