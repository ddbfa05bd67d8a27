package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.report.Report.Cause;
import io.github.kesselevents.conformance.report.Report.Found;
import io.github.kesselevents.conformance.report.Report.Row;
import io.github.kesselevents.conformance.report.Report.Stale;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The report as JUnit's XML, a test for each requirement. A test fails when its verdict fails a run, and is an error
 * when the run does not show what it must, so the file is red exactly when the exit code is not 0. What does not fail a
 * run and is not passed either is skipped, with the reason.
 */
final class JUnitReport {

    private static final String INDENT = "\n  ";

    /** One test; {@code element} is empty for a passed one. */
    private record Test(String family, String name, String element, String message, String detail) {}

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

    private static List<Test> tests(Report report) {
        List<Test> tests = new ArrayList<>();
        report.requirements().forEach(row -> tests.add(test(row)));
        if (!report.incomplete().isEmpty()) {
            tests.add(new Test("recording", "The recording is whole", "error", report.incomplete(), ""));
        }
        for (Stale stale : report.stale()) {
            tests.add(new Test(
                    "known",
                    stale.id() + " " + stale.cause() + " still occurs",
                    "failure",
                    "It did not occur; take it out of the profile.",
                    stale.reason()));
        }
        return tests;
    }

    private static Test test(Row row) {
        String element = row.verdict().equals("PASSED")
                ? ""
                : !row.fails() ? "skipped" : row.verdict().equals("VIOLATED") ? "failure" : "error";
        return new Test(
                row.id().substring(0, row.id().lastIndexOf('-')),
                row.id() + " " + row.title(),
                element,
                message(row),
                detail(row));
    }

    private static String message(Row row) {
        List<Cause> causes = row.causes().isEmpty() ? row.known() : row.causes();
        String why = !row.causes().isEmpty()
                ? row.causes().get(0).findings().get(0).what()
                : !causes.isEmpty()
                        ? causes.get(0).reason()
                        : row.reasons().isEmpty()
                                ? "there were no " + (row.unit().isEmpty() ? "cases" : row.unit()) + " to examine"
                                : String.join("; ", row.reasons());
        String level = row.level().equals("MUST") ? "" : ", a " + row.level();
        return row.verdict() + level + ": " + why;
    }

    private static String detail(Row row) {
        List<String> lines = new ArrayList<>();
        lines.add(row.promise());
        for (Cause cause : row.causes()) {
            cause.findings().forEach(found -> lines.add(detail(found, cause.cause())));
            if (cause.count() > cause.findings().size()) {
                lines.add("and " + (cause.count() - cause.findings().size()) + " more of this cause");
            }
        }
        return String.join("\n\n", lines);
    }

    private static String detail(Found found, String cause) {
        return (found.subject().isEmpty() ? "" : found.subject() + ": ") + found.what() + "\n  expected  "
                + found.expected() + "\n  actual    " + found.actual() + "\n  evidence  "
                + String.join(", ", found.about())
                + (found.moreAbout() > 0 ? ", and " + found.moreAbout() + " more" : "")
                + "\n  cause     " + cause;
    }

    private static void write(XMLStreamWriter xml, Report report) throws XMLStreamException {
        List<Test> tests = tests(report);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "Kessel event conformance of " + report.judged().history());
        attribute(xml, "tests", Integer.toString(tests.size()));
        for (String element : List.of("failure", "error", "skipped")) {
            long count = tests.stream()
                    .filter(test -> test.element().equals(element))
                    .count();
            attribute(xml, element.equals("skipped") ? element : element + "s", Long.toString(count));
        }
        attribute(xml, "time", "0");
        for (Test test : tests) {
            write(xml, test);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void write(XMLStreamWriter xml, Test test) throws XMLStreamException {
        xml.writeCharacters(INDENT);
        xml.writeStartElement("testcase");
        attribute(xml, "classname", "kessel-events." + test.family());
        attribute(xml, "name", test.name());
        attribute(xml, "time", "0");
        if (!test.element().isEmpty()) {
            xml.writeCharacters(INDENT + "  ");
            xml.writeStartElement(test.element());
            attribute(xml, "message", test.message());
            xml.writeCharacters(legible(test.detail()));
            xml.writeEndElement();
            xml.writeCharacters(INDENT);
        }
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legible(value));
    }

    /** XML has no way to write most control characters. */
    private static String legible(String text) {
        return text.lines().map(Text::printable).collect(Collectors.joining("\n"));
    }
}
