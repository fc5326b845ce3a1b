package io.jenkins.plugins.erp.runner.jenkinsfile;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.NonCPS;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import groovy.lang.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Compiles the Jenkinsfile and the libraries, all with the transformation that Jenkins makes. */
final class Scripts {
    private final Engine engine;
    private final RunRequest request;
    private final Map<String, Path> libraryFiles = new TreeMap<>();
    private final Map<String, PipelineScript> libraryVariables = new LinkedHashMap<>();

    /** Names for people by the name in stack traces. */
    private final Map<String, String> files = new LinkedHashMap<>();

    private final GroovyClassLoader loader;
    private final DeclarativeTransform declarative;

    Scripts(Engine engine, RunRequest request) {
        this.engine = engine;
        this.request = request;
        for (Path library : request.libraries()) {
            index(library.resolve("vars"));
        }
        declarative = new DeclarativeTransform(engine);
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setSourceEncoding("UTF-8");
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        ImportCustomizer imports = new ImportCustomizer();
        imports.addImports(NonCPS.class.getName(), Library.class.getName());
        configuration.addCompilationCustomizers(imports, declarative, new CpsTransformer());
        loader = new GroovyClassLoader(Scripts.class.getClassLoader(), configuration);
        for (Path library : request.libraries()) {
            try {
                loader.addURL(library.resolve("src").toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(library.toString(), e);
            }
        }
    }

    private void index(Path vars) {
        if (!Files.isDirectory(vars)) {
            return;
        }
        try (Stream<Path> entries = Files.list(vars)) {
            entries.filter(p -> p.toString().endsWith(".groovy"))
                    .sorted()
                    .forEach(
                            p -> {
                                String name = p.getFileName().toString();
                                libraryFiles.putIfAbsent(
                                        name.substring(0, name.length() - ".groovy".length()), p);
                            });
        } catch (IOException e) {
            throw new UncheckedIOException("the library " + vars + " cannot be read", e);
        }
    }

    Set<String> libraryVariables() {
        return libraryFiles.keySet();
    }

    Model.Pipeline model(int number) {
        return declarative.model(number);
    }

    /** Compiles the Jenkinsfile. */
    PipelineScript jenkinsfile() throws JenkinsfileException {
        String text;
        try {
            text = Files.readString(request.jenkinsfile());
        } catch (IOException e) {
            throw new JenkinsfileException(
                    List.of(
                            request.jenkinsfile()
                                    + ": the file cannot be read: "
                                    + e.getMessage()));
        }
        String shown = request.jenkinsfile().getFileName().toString();
        return compile("WorkflowScript", shown, text);
    }

    private PipelineScript compile(String name, String shown, String text)
            throws JenkinsfileException {
        files.put(name, shown);
        try {
            Class<?> type =
                    loader.parseClass(new GroovyCodeSource(text, name, "/groovy/pipeline"), false);
            if (!PipelineScript.class.isAssignableFrom(type)) {
                throw new JenkinsfileException(List.of(shown + ": this is a class, not a script"));
            }
            PipelineScript script =
                    (PipelineScript)
                            type.asSubclass(Script.class).getDeclaredConstructor().newInstance();
            script.attach(engine);
            return script;
        } catch (MultipleCompilationErrorsException e) {
            throw new JenkinsfileException(problems(e, shown));
        } catch (CompilationFailedException | ReflectiveOperationException e) {
            throw new JenkinsfileException(List.of(shown + ": " + e.getMessage()));
        }
    }

    private static List<String> problems(MultipleCompilationErrorsException e, String shown) {
        List<String> problems = new ArrayList<>();
        for (Object message : e.getErrorCollector().getErrors()) {
            if (message instanceof SyntaxErrorMessage syntax) {
                SyntaxException cause = syntax.getCause();
                String said = cause.getOriginalMessage();
                problems.add(
                        new Position(shown, cause.getStartLine(), cause.getStartColumn())
                                + ": "
                                + said);
            } else if (message instanceof Message other) {
                java.io.StringWriter text = new java.io.StringWriter();
                other.write(new java.io.PrintWriter(text, true));
                problems.add(shown + ": " + text.toString().strip());
            }
        }
        return problems;
    }

    /** A library's global variable, or null. */
    PipelineScript libraryVariable(String name) {
        Path file = libraryFiles.get(name);
        if (file == null) {
            return null;
        }
        synchronized (libraryVariables) {
            PipelineScript known = libraryVariables.get(name);
            if (known == null) {
                try {
                    known =
                            compile(
                                    name + ".groovy",
                                    "vars/" + name + ".groovy",
                                    Files.readString(file));
                } catch (JenkinsfileException | IOException e) {
                    throw new StepException(
                            io.jenkins.plugins.erp.operation.Outcome.REFUSED, e.getMessage(), e);
                }
                libraryVariables.put(name, known);
            }
            return known;
        }
    }

    /** Compiles every library variable, so that a mistake in one is seen before anything runs. */
    void compileLibraries() throws JenkinsfileException {
        try {
            libraryFiles.keySet().forEach(this::libraryVariable);
        } catch (StepException e) {
            if (e.getCause() instanceof JenkinsfileException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** A file of a library's {@code resources/}. */
    String resource(String path) {
        for (Path library : request.libraries()) {
            Path root = library.resolve("resources").normalize();
            Path file = root.resolve(path).normalize();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                try {
                    return Files.readString(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new StepException("no library has a resource \"" + path + "\"");
    }

    /** Where in a script a failure comes from. */
    Optional<Position> place(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            for (StackTraceElement frame : t.getStackTrace()) {
                String shown = files.get(String.valueOf(frame.getFileName()));
                if (shown != null && frame.getLineNumber() > 0) {
                    return Optional.of(new Position(shown, frame.getLineNumber(), 0));
                }
            }
        }
        return Optional.empty();
    }
}
