package io.jenkins.plugins.erp.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What class files name of Jenkins, and what they declare in its name. */
final class JenkinsReferences extends ClassVisitor {
    private static final Pattern NAMES = Pattern.compile("L([\\w/$]+)[;<]");
    private static final Pattern JENKINS =
            Pattern.compile(
                    "hudson/.*|jenkins/.*|org/jenkinsci/.*|org/kohsuke/.*|com/cloudbees/(plugins|jenkins)/.*");

    /**
     * A member of a class.
     *
     * @param key "name descriptor" of a field, "name(descriptor" of a method
     * @param where the class that names or declares it
     */
    record Member(String owner, String key, boolean isStatic, String where)
            implements Comparable<Member> {
        @Override
        public int compareTo(Member other) {
            return toString().compareTo(other.toString());
        }
    }

    /** Classes named. */
    final Set<String> types = new TreeSet<>();

    /** Members named. */
    final Set<Member> members = new TreeSet<>();

    /** Public and protected members declared. */
    final Set<Member> declared = new TreeSet<>();

    /** Public and protected classes declared, with "interface" or "class" and those above. */
    final List<Declaration> declarations = new ArrayList<>();

    private String self;

    /** A class declared. */
    record Declaration(String name, boolean isInterface, List<String> parents) {}

    JenkinsReferences() {
        super(Opcodes.ASM9);
    }

    static boolean isJenkins(String internalName) {
        return JENKINS.matcher(internalName).matches();
    }

    /** Reads all class files below a directory. */
    static JenkinsReferences of(Path directory) throws IOException {
        JenkinsReferences all = new JenkinsReferences();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                all.read(Files.readAllBytes(file));
            }
        }
        return all;
    }

    void read(byte[] classFile) {
        new ClassReader(classFile).accept(this, ClassReader.SKIP_DEBUG);
    }

    @Override
    public void visit(
            int version, int access, String name, String signature, String up, String[] more) {
        self = name;
        names(signature);
        List<String> parents = new ArrayList<>(List.of(more));
        if ((access & Opcodes.ACC_INTERFACE) == 0) {
            parents.add(0, up);
        }
        parents.forEach(this::type);
        declarations.add(new Declaration(name, (access & Opcodes.ACC_INTERFACE) != 0, parents));
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        names(descriptor);
        return new Values();
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, String signature, Object value) {
        names(descriptor);
        names(signature);
        declare(access, name + " " + descriptor);
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        names(descriptor);
        names(signature);
        if (exceptions != null) {
            Stream.of(exceptions).forEach(this::type);
        }
        if ((access & Opcodes.ACC_SYNTHETIC) == 0) {
            declare(access, name + descriptor);
        }
        return new Code();
    }

    private void declare(int access, String key) {
        if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0) {
            declared.add(new Member(self, key, (access & Opcodes.ACC_STATIC) != 0, self));
        }
    }

    private void type(String internalName) {
        if (internalName.startsWith("[")) {
            names(internalName);
        } else if (isJenkins(internalName)) {
            types.add(internalName);
        }
    }

    private void names(String descriptor) {
        if (descriptor != null) {
            Matcher matcher = NAMES.matcher(descriptor);
            while (matcher.find()) {
                type(matcher.group(1));
            }
        }
    }

    private void member(String owner, String key, boolean isStatic) {
        type(owner);
        if (isJenkins(owner)) {
            members.add(new Member(owner, key, isStatic, self));
        }
    }

    private void constant(Object value) {
        if (value instanceof Type type) {
            names(type.getDescriptor());
        } else if (value instanceof Handle handle) {
            names(handle.getDesc());
            member(
                    handle.getOwner(),
                    handle.getTag() <= Opcodes.H_PUTSTATIC
                            ? handle.getName() + " " + handle.getDesc()
                            : handle.getName() + handle.getDesc(),
                    handle.getTag() == Opcodes.H_INVOKESTATIC);
        }
    }

    private final class Values extends AnnotationVisitor {
        Values() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(String name, Object value) {
            constant(value);
        }

        @Override
        public void visitEnum(String name, String descriptor, String value) {
            names(descriptor);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String name, String descriptor) {
            names(descriptor);
            return this;
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
            return this;
        }
    }

    private final class Code extends MethodVisitor {
        Code() {
            super(Opcodes.ASM9);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            names(descriptor);
            return new Values();
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(
                int parameter, String descriptor, boolean visible) {
            names(descriptor);
            return new Values();
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            type(type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            names(descriptor);
            member(
                    owner,
                    name + " " + descriptor,
                    opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC);
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String descriptor, boolean onInterface) {
            names(descriptor);
            member(owner, name + descriptor, opcode == Opcodes.INVOKESTATIC);
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String descriptor, Handle bootstrap, Object... arguments) {
            names(descriptor);
            Stream.of(arguments).forEach(JenkinsReferences.this::constant);
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            if (type != null) {
                type(type);
            }
        }
    }
}
