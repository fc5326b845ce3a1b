package io.jenkins.plugins.erp.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;

/**
 * The real API of Jenkins and its plugins: files with one class after the other, each a head line
 * ({@code abstract class NAME SIGNATURE} or {@code class NAME extends SUPER implements A,B}), then
 * {@code f MODIFIERS NAME DESCRIPTOR} and {@code m MODIFIERS NAME(DESCRIPTOR)} lines with an indent
 * of two. Names are internal ones, with slashes.
 */
final class ApiListing {
    private static final Pattern HEAD =
            Pattern.compile(
                    "((?:[a-z]+ )*(?:class|interface|enum|annotation|record)) (\\S+)(?: (.*))?");
    private static final Pattern NAMES = Pattern.compile("L([\\w/$]+)[;<]");

    /**
     * One class.
     *
     * @param kind such as "abstract class"
     * @param parents superclass and interfaces
     * @param members "name descriptor" of fields, "name(descriptor" of methods, with modifiers
     */
    record ApiClass(String kind, Set<String> parents, Map<String, String> members) {}

    private final Map<String, ApiClass> classes = new HashMap<>();
    private final Set<String> mentioned = new HashSet<>();

    /** Reads every listing of a directory. */
    static ApiListing read(Path directory) throws IOException {
        ApiListing listing = new ApiListing();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.txt")) {
            for (Path file : files) {
                listing.add(Files.readAllLines(file, StandardCharsets.UTF_8));
            }
        }
        return listing;
    }

    void add(List<String> lines) {
        ApiClass current = null;
        for (String line : lines) {
            if (line.startsWith("  ")) {
                if (current != null) {
                    member(current, line.substring(2));
                }
                continue;
            }
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                String rest = head.group(3) == null ? "" : head.group(3);
                current = new ApiClass(head.group(1), parents(rest), new HashMap<>());
                classes.put(head.group(2), current);
            }
        }
    }

    private void member(ApiClass owner, String line) {
        String[] words = line.split(" ");
        Matcher names = NAMES.matcher(line);
        while (names.find()) {
            mentioned.add(names.group(1));
        }
        if (words[0].equals("f")) {
            // the generic signature, where there is one, comes behind the descriptor
            for (int i = 1; i < words.length; i++) {
                if (!MODIFIERS.contains(words[i])) {
                    owner.members().put(words[i] + " " + words[i + 1], line);
                    return;
                }
            }
        } else if (words[0].equals("m")) {
            for (int i = 1; i < words.length; i++) {
                if (!MODIFIERS.contains(words[i])) {
                    owner.members().put(words[i], line);
                    return;
                }
            }
        }
    }

    private static final Set<String> MODIFIERS =
            Set.of(
                    "public",
                    "protected",
                    "static",
                    "final",
                    "abstract",
                    "synchronized",
                    "native",
                    "default",
                    "transient",
                    "volatile",
                    "bridge",
                    "synthetic",
                    "varargs",
                    "strictfp");

    private static Set<String> parents(String rest) {
        Set<String> parents = new LinkedHashSet<>();
        if (rest.startsWith("extends ") || rest.startsWith("implements ")) {
            for (String word : rest.split("[ ,]+")) {
                if (!word.equals("extends") && !word.equals("implements")) {
                    parents.add(word);
                }
            }
        } else if (!rest.isEmpty()) {
            new SignatureReader(rest).accept(new Supertypes(parents));
        }
        return parents;
    }

    boolean knows(String name) {
        return classes.containsKey(name);
    }

    /** Whether a type occurs in the listing although its own class is of another component. */
    boolean mentions(String name) {
        return mentioned.contains(name)
                || classes.values().stream().anyMatch(c -> c.parents().contains(name));
    }

    String kind(String name) {
        return classes.get(name).kind();
    }

    /** Whether one class is, by the listing, another's subtype. */
    boolean isSubtype(String name, String of) {
        return name.equals(of) || hierarchy(name).contains(of) || of.equals("java/lang/Object");
    }

    /**
     * The line that declares a member, in the class or above it, or null.
     *
     * @param key "name descriptor" for a field, "name(descriptor" for a method
     */
    String find(String owner, String key) {
        ApiClass own = classes.get(owner);
        if (own == null || own.members().containsKey(key) || key.startsWith("<init>")) {
            return own == null ? null : own.members().get(key);
        }
        for (String parent : hierarchy(owner)) {
            ApiClass above = classes.get(parent);
            if (above != null && above.members().containsKey(key)) {
                return above.members().get(key);
            }
        }
        return null;
    }

    /** Methods that a class leaves to those below it. */
    List<String> abstractMethods(String name) {
        ApiClass own = classes.get(name);
        return own == null
                ? List.of()
                : own.members().entrySet().stream()
                        .filter(m -> m.getValue().contains(" abstract "))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** Whether a class itself has a method with a body. */
    boolean concrete(String name, String key) {
        ApiClass own = classes.get(name);
        String line = own == null ? null : own.members().get(key);
        return line != null && !line.contains(" abstract ");
    }

    /** Every class and interface above one, listed or not, nearest first. */
    List<String> hierarchy(String name) {
        List<String> all = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            ApiClass current = classes.get(open.removeFirst());
            if (current != null) {
                for (String parent : current.parents()) {
                    if (seen.add(parent)) {
                        all.add(parent);
                        open.addLast(parent);
                    }
                }
            }
        }
        return all;
    }

    /** Superclass and interfaces of a generic class signature. */
    private static final class Supertypes extends SignatureVisitor {
        private final Set<String> found;

        Supertypes(Set<String> found) {
            super(Opcodes.ASM9);
            this.found = found;
        }

        @Override
        public SignatureVisitor visitClassBound() {
            return new SignatureVisitor(Opcodes.ASM9) {};
        }

        @Override
        public SignatureVisitor visitInterfaceBound() {
            return new SignatureVisitor(Opcodes.ASM9) {};
        }

        @Override
        public SignatureVisitor visitSuperclass() {
            return new TopName();
        }

        @Override
        public SignatureVisitor visitInterface() {
            return new TopName();
        }

        private final class TopName extends SignatureVisitor {
            private String name;

            TopName() {
                super(Opcodes.ASM9);
            }

            @Override
            public void visitClassType(String name) {
                this.name = name;
            }

            @Override
            public void visitInnerClassType(String inner) {
                name = name + "$" + inner;
            }

            @Override
            public SignatureVisitor visitTypeArgument(char wildcard) {
                return new SignatureVisitor(Opcodes.ASM9) {};
            }

            @Override
            public void visitEnd() {
                found.add(name);
            }
        }
    }
}
