package parley.analyzer.report;

import java.io.OutputStream;
import java.util.List;

/** A form in which tables are written. */
public interface TableFormat {
    /** Of the tables' files, with its point; empty where there are no files. */
    String extension();

    /** How text from the wire is written. */
    CsvText text();

    /**
     * Begins a table.
     *
     * @param file its name, for what is said if it cannot be written
     * @param out closed with the table
     */
    TableWriter open(String file, OutputStream out, List<? extends Column<?>> columns);

    /** CSV (RFC 4180), UTF-8, LF. */
    static TableFormat csv(CsvText text) {
        return new TableFormat() {
            @Override
            public String extension() {
                return ".csv";
            }

            @Override
            public CsvText text() {
                return text;
            }

            @Override
            public TableWriter open(String file, OutputStream out, List<? extends Column<?>> columns) {
                return new CsvTable(
                        file, out, columns.stream().map(Column::name).toList());
            }
        };
    }

    /** One JSON object per row and line. */
    TableFormat NDJSON = new TableFormat() {
        @Override
        public String extension() {
            return ".ndjson";
        }

        @Override
        public CsvText text() {
            return CsvText.RAW;
        }

        @Override
        public TableWriter open(String file, OutputStream out, List<? extends Column<?>> columns) {
            return new NdjsonTable(file, out, columns.stream().map(Column::name).toList());
        }
    };
}
