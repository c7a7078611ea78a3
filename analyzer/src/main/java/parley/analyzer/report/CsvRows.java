package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Receives a CSV file as it is written (RFC 4180, UTF-8, LF) and has its rows, so that a report in another form has
 * what the CSV has. Used by one thread.
 */
public abstract class CsvRows extends OutputStream {
    private byte[] cell = new byte[256];
    private int length;
    private boolean quoted;
    private boolean maybeEnds;
    private boolean sawHeader;
    private List<String> cells = new ArrayList<>();

    protected abstract void header(List<String> columns) throws IOException;

    /** A row; an empty cell is the empty text. */
    protected abstract void row(List<String> cells) throws IOException;

    @Override
    public final void write(byte[] octets, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            take(octets[i]);
        }
    }

    @Override
    public final void write(int octet) throws IOException {
        take((byte) octet);
    }

    private void take(byte octet) throws IOException {
        if (quoted) {
            if (maybeEnds) {
                maybeEnds = false;
                if (octet == '"') {
                    add(octet);
                    return;
                }
                quoted = false;
            } else if (octet == '"') {
                maybeEnds = true;
                return;
            } else {
                add(octet);
                return;
            }
        }
        switch (octet) {
            case '"' -> quoted = true;
            case ',' -> endCell();
            case '\n' -> endRow();
            default -> add(octet);
        }
    }

    private void add(byte octet) {
        if (length == cell.length) {
            cell = Arrays.copyOf(cell, 2 * length);
        }
        cell[length++] = octet;
    }

    private void endCell() {
        cells.add(new String(cell, 0, length, StandardCharsets.UTF_8));
        length = 0;
    }

    private void endRow() throws IOException {
        endCell();
        List<String> row = cells;
        cells = new ArrayList<>(row.size());
        if (sawHeader) {
            row(row);
        } else {
            sawHeader = true;
            header(row);
        }
    }
}
