package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.ReportedTest.Outcome;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The report as JUnit's XML, a test for each requirement: red exactly when the exit code is not 0. */
final class JUnitReport {

    private static final String INDENT = "\n  ";

    private JUnitReport() {}

    static String render(Report report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            write(xml, report);
            xml.close();
        } catch (XMLStreamException e) {
            throw new ReportException("The JUnit file cannot be rendered: " + e + ".", e);
        }
        return text.append('\n').toString();
    }

    private static void write(XMLStreamWriter xml, Report report) throws XMLStreamException {
        List<ReportedTest> tests = ReportedTest.of(report);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "Kessel event conformance of " + report.judged().history());
        attribute(xml, "tests", Integer.toString(tests.size()));
        attribute(xml, "failures", count(tests, Outcome.FAILED));
        attribute(xml, "errors", count(tests, Outcome.ERROR));
        attribute(xml, "skipped", count(tests, Outcome.SKIPPED));
        attribute(xml, "time", "0");
        for (ReportedTest test : tests) {
            write(xml, test);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static String count(List<ReportedTest> tests, Outcome outcome) {
        return Long.toString(
                tests.stream().filter(test -> test.outcome() == outcome).count());
    }

    private static void write(XMLStreamWriter xml, ReportedTest test) throws XMLStreamException {
        xml.writeCharacters(INDENT);
        xml.writeStartElement("testcase");
        attribute(xml, "classname", "kessel-events." + test.family());
        attribute(xml, "name", test.name());
        attribute(xml, "time", "0");
        if (test.outcome() != Outcome.PASSED) {
            xml.writeCharacters(INDENT + "  ");
            xml.writeStartElement(element(test.outcome()));
            attribute(xml, "message", test.message());
            xml.writeCharacters(legible(test.detail()));
            xml.writeEndElement();
            xml.writeCharacters(INDENT);
        }
        xml.writeEndElement();
    }

    private static String element(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "failure";
            case ERROR -> "error";
            case SKIPPED -> "skipped";
            case PASSED -> throw new IllegalArgumentException("A passed test has no element.");
        };
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legible(value));
    }

    /** XML has no way to write most control characters. */
    private static String legible(String text) {
        return text.lines().map(Text::printable).collect(Collectors.joining("\n"));
    }
}
