package parley.cli;

import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rows of a report, by the names of its columns. */
final class CsvRows {
    private CsvRows() {}

    static List<Map<String, String>> of(Path csv) throws IOException, CsvValidationException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(csv);
                CSVReaderHeaderAware reader = new CSVReaderHeaderAware(text)) {
            Map<String, String> row = reader.readMap();
            while (row != null) {
                rows.add(row);
                row = reader.readMap();
            }
        }
        return rows;
    }

    static List<String> column(List<Map<String, String>> rows, String name) {
        return rows.stream().map(row -> cell(row, name)).toList();
    }

    static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
