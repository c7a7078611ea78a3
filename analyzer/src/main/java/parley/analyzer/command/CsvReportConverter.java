package parley.analyzer.command;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import parley.analyzer.report.CsvReport;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A CSV report by its name. */
final class CsvReportConverter implements ITypeConverter<CsvReport> {
    /** The names there are. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    private static List<String> names() {
        return Arrays.stream(CsvReport.values()).map(CsvReport::toString).toList();
    }

    @Override
    public CsvReport convert(String name) {
        for (CsvReport report : CsvReport.values()) {
            if (report.toString().equals(name)) {
                return report;
            }
        }
        throw new TypeConversionException("there is no report '" + name + "'; there is " + String.join(", ", names()));
    }
}
