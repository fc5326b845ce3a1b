package io.jenkins.plugins.erp.report;

import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The JDK's streaming XML reader with everything shut that lets a document reach out or blow up:
 * DTDs, entities, depth and size.
 */
final class SafeXml implements AutoCloseable {
    private final String file;
    private final XMLStreamReader reader;
    private int depth;

    SafeXml(String file, InputStream in) throws ReportException {
        this.file = file;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver(
                (publicId, systemId, base, namespace) -> {
                    throw new XMLStreamException("external entities are not read");
                });
        try {
            reader = factory.createXMLStreamReader(Bounded.limit(in));
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    /** Goes on to the next start or end of an element or piece of text; false at the end. */
    boolean next() throws ReportException {
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT:
                        if (++depth > Bounded.MAX_DEPTH) {
                            throw error("elements are nested deeper than " + Bounded.MAX_DEPTH);
                        }
                        return true;
                    case XMLStreamConstants.END_ELEMENT:
                        depth--;
                        return true;
                    case XMLStreamConstants.CHARACTERS:
                    case XMLStreamConstants.CDATA:
                        return true;
                    case XMLStreamConstants.DTD:
                        throw error("a document type declaration is not accepted in a report");
                    case XMLStreamConstants.ENTITY_REFERENCE:
                        throw error("an entity reference is not accepted in a report");
                    default:
                        break;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    boolean start() {
        return reader.isStartElement();
    }

    boolean end() {
        return reader.isEndElement();
    }

    String name() {
        return reader.getLocalName();
    }

    String text() {
        return reader.getText();
    }

    /** An attribute, or empty. */
    Optional<String> attribute(String name) {
        return Optional.ofNullable(reader.getAttributeValue(null, name));
    }

    /** An attribute, or "". */
    String text(String name) {
        return attribute(name).orElse("");
    }

    /** A number that is not negative, or the default where the attribute is missing. */
    double number(String name, double missing) throws ReportException {
        Optional<String> text = attribute(name);
        if (text.isEmpty()) {
            return missing;
        }
        try {
            // pytest writes seconds with a comma in no locale, but JUnit's own writer has "1,234.5"
            double value = Double.parseDouble(text.get().replace(",", "").trim());
            if (Double.isFinite(value) && value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the place
        }
        throw error(
                "attribute " + name + " is not a number: \"" + Bounded.cut(text.get(), 40) + "\"");
    }

    int integer(String name, int missing) throws ReportException {
        double value = number(name, missing);
        if (value != Math.rint(value) || value > Integer.MAX_VALUE) {
            throw error("attribute " + name + " is not a whole number: " + text(name));
        }
        return (int) value;
    }

    ReportException error(String message) {
        Location at = reader.getLocation();
        return new ReportException(file, at.getLineNumber(), at.getColumnNumber(), message);
    }

    private ReportException broken(XMLStreamException e) {
        Location at = e.getLocation();
        Throwable nested = e.getNestedException();
        String why =
                nested != null && nested.getMessage() != null
                        ? nested.getMessage()
                        : String.valueOf(e.getMessage());
        // the JDK's message repeats the place: "ParseError at [row,col]:[1,1]\nMessage: ..."
        int mark = why.indexOf("Message: ");
        String said = mark < 0 ? why : why.substring(mark + "Message: ".length());
        return new ReportException(
                file,
                at == null ? 0 : Math.max(0, at.getLineNumber()),
                at == null ? 0 : Math.max(0, at.getColumnNumber()),
                "not readable as XML (cut off or malformed): " + said.strip(),
                e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            // the stream is the caller's, there is nothing held here
        }
    }
}
