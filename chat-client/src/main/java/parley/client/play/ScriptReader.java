package parley.client.play;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvMalformedLineException;
import com.opencsv.exceptions.CsvMultilineLimitBrokenException;
import com.opencsv.exceptions.CsvValidationException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.client.TerminalText;

/** Reads one script; its first fault ends it. */
final class ScriptReader {
    private static final List<String> HEADER = List.of("at", "user", "port", "line");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Path file;
    private final String name;
    private final List<Script.Row> rows = new ArrayList<>();
    private final Map<String, Script.Row> firstRows = new HashMap<>();
    private final Map<String, Script.Row> exits = new HashMap<>();
    private Duration latest = Duration.ZERO;
    private int number;

    ScriptReader(Path file) {
        this.file = file;
        Path fileName = file.getFileName();
        this.name = (fileName == null ? file : fileName).toString();
    }

    Script read() throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory; a script is a CSV file");
        }
        try (CSVReader csv = new CSVReaderBuilder(new StringReader(text()))
                .withCSVParser(new RFC4180ParserBuilder().build())
                .withMultilineLimit(1)
                .build()) {
            header(next(csv));
            for (String[] cells = next(csv); cells != null; cells = next(csv)) {
                if (cells.length > 1 || !cells[0].isEmpty()) {
                    rows.add(row(cells));
                }
            }
        } catch (NoSuchFileException missing) {
            throw new IOException("no such file: " + file, missing);
        } catch (AccessDeniedException denied) {
            throw new IOException("no permission to read " + file, denied);
        }
        if (rows.isEmpty()) {
            throw fault("no rows after the header");
        }
        return new Script(name, rows);
    }

    private String text() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        if (StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError()) {
            bytes.flip();
            number = 1;
            while (bytes.hasRemaining()) {
                number += bytes.get() == '\n' ? 1 : 0;
            }
            throw fault("not UTF-8");
        }
        String all = text.flip().toString();
        return all.startsWith(BYTE_ORDER_MARK) ? all.substring(1) : all;
    }

    private String @Nullable [] next(CSVReader csv) throws IOException {
        number++;
        try {
            return csv.readNext();
        } catch (CsvMalformedLineException | CsvMultilineLimitBrokenException open) {
            throw fault("a quote opens in this line and is not closed in it", open);
        } catch (CsvValidationException impossible) {
            throw new IllegalStateException("no validator is set", impossible);
        }
    }

    private void header(String @Nullable [] cells) throws IOException {
        if (cells == null || !Arrays.asList(cells).equals(HEADER)) {
            throw fault("the first line must be at,user,port,line"
                    + (cells == null ? "; the file is empty" : ", not " + String.join(",", cells)));
        }
    }

    private Script.Row row(String[] cells) throws IOException {
        if (cells.length != HEADER.size()) {
            throw fault(cells.length + " columns instead of the 4 of at,user,port,line"
                    + (cells.length > HEADER.size() ? " (text with a comma stands in quotes)" : ""));
        }
        String user = cells[1];
        if (user.isBlank()) {
            throw fault("no user");
        }
        if (exits.containsKey(user)) {
            throw fault(user + " has typed exit in line " + exits.get(user).number());
        }
        if (cells[3].indexOf('\r') >= 0) {
            throw fault("a line break within the line");
        }
        Script.Row row = new Script.Row(number, at(cells[0]), user, port(cells[2], user), cells[3]);
        firstRows.putIfAbsent(user, row);
        if (row.text().equals("exit")) {
            exits.put(user, row);
        }
        return row;
    }

    private @Nullable Duration at(String cell) throws IOException {
        if (cell.isEmpty()) {
            return null;
        }
        if (!SECONDS.matcher(cell).matches()) {
            throw fault("'" + cell + "' is no time: seconds from the start, as 1.5, or empty");
        }
        Duration at = Duration.ofNanos(new BigDecimal(cell).movePointRight(9).longValueExact());
        if (at.compareTo(latest) < 0) {
            throw fault("at " + cell + " comes after a later time; rows stand in the order in which they are typed");
        }
        latest = at;
        return at;
    }

    private int port(String cell, String user) throws IOException {
        if (cell.isEmpty()) {
            return 0;
        }
        Script.Row first = firstRows.get(user);
        if (first != null) {
            throw fault("a port stands in a user's first row; that of " + user + " is line " + first.number());
        }
        int port = PORT.matcher(cell).matches() ? Integer.parseInt(cell) : 0;
        if (port < 1 || port > 65535) {
            throw fault("'" + cell + "' is no port: a number from 1 to 65535, or empty");
        }
        for (Script.Row other : firstRows.values()) {
            if (other.port() == port) {
                throw fault("port " + port + " is that of " + other.user() + " already, in line " + other.number());
            }
        }
        return port;
    }

    private IOException fault(String what) {
        return new IOException(TerminalText.printable(name + ":" + number + ": " + what));
    }

    private IOException fault(String what, Exception cause) {
        IOException fault = fault(what);
        fault.initCause(cause);
        return fault;
    }
}
