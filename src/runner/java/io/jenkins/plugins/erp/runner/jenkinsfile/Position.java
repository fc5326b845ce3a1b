package io.jenkins.plugins.erp.runner.jenkinsfile;

import org.codehaus.groovy.ast.ASTNode;

/**
 * A place in a file.
 *
 * @param file name as the person gave it
 * @param line from 1; 0 when unknown
 * @param column from 1; 0 when unknown
 */
public record Position(String file, int line, int column) {

    /** Where a piece of Groovy stands. */
    static Position of(String file, ASTNode node) {
        return new Position(file, node.getLineNumber(), node.getColumnNumber());
    }

    /** {@code file:line:column}, leaving out what is unknown. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line + (column > 0 ? ":" + column : "") : "");
    }
}
