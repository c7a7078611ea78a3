package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldRowsTest {
    private static final List<String> PIECES =
            List.of("a", ",", "\"", "\n", "\r", "→", "שלום", "[SYN, ACK]", "😀", " ", "x".repeat(3000));

    private final HeldRows held = new HeldRows();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CsvTable csv = new CsvTable("packets.csv", written, List.of("header"));

    private void release(int count) {
        held.release(count, row -> {
            PacketsTable.COLUMNS.forEach(column -> column.cell().write(row, csv));
            csv.endRow();
        });
    }

    /** What opencsv writes of the same rows, changed in the same way. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rowsAddedChangedAndWrittenAsDrawnByLot(long seed) throws IOException {
        Random random = new Random(seed);
        Deque<String[]> expected = new ArrayDeque<>();
        ByteArrayOutputStream byOpencsv = new ByteArrayOutputStream();
        CSVWriter file = new CSVWriter(
                new OutputStreamWriter(byOpencsv, StandardCharsets.UTF_8),
                ICSVWriter.DEFAULT_SEPARATOR,
                ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                ICSVWriter.DEFAULT_ESCAPE_CHARACTER,
                "\n");
        file.writeNext(new String[] {"header"}, false);
        long frame = 0;
        for (int step = 0; step < 4_000; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    int count = random.nextInt(1 + held.count());
                    release(count);
                    for (int i = 0; i < count; i++) {
                        file.writeNext(expected.removeFirst(), false);
                    }
                }
                case 1, 2 -> {
                    List<String[]> rows = new ArrayList<>(expected);
                    if (!rows.isEmpty()) {
                        change(rows.get(random.nextInt(rows.size())), random);
                    }
                }
                default -> {
                    frame += 1 + random.nextInt(3);
                    String info = text(random);
                    String comment = random.nextInt(10) == 0 ? text(random) : null;
                    held.add(frame, 100_000_000, 1, "10.0.0.1", "10.0.0.2", "TCP", step, info, comment);
                    expected.add(new String[] {
                        Long.toString(frame),
                        "0.1",
                        "10.0.0.1",
                        "10.0.0.2",
                        "TCP",
                        Integer.toString(step),
                        info,
                        comment
                    });
                }
            }
        }
        assertEquals(expected.size(), held.count());
        release(held.count());
        expected.forEach(row -> file.writeNext(row, false));
        csv.finish();
        file.flush();

        assertEquals(byOpencsv.toString(StandardCharsets.UTF_8), written.toString(StandardCharsets.UTF_8));
    }

    private void change(String[] row, Random random) {
        long frame = Long.parseLong(row[0]);
        assertEquals(row[4], held.protocol(frame));
        String text = text(random);
        boolean hasRoom = (row[6] + text).getBytes(StandardCharsets.UTF_8).length <= HeldRows.LONGEST_INFO;
        if (random.nextBoolean() && hasRoom) {
            held.append(frame, text);
            row[6] += text;
        } else {
            held.change(frame, "CHAT", text);
            row[4] = "CHAT";
            row[6] = text;
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(6); count > 0; count--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Test
    void aRowThatIsWrittenIsChangedNoMore() throws IOException {
        held.add(1, 0, 0, "a", "b", "TCP", 60, "first", null);
        held.add(2, 0, 0, "a", "b", "TCP", 60, "second", null);
        release(1);

        held.change(1, "CHAT", "late");
        held.append(1, "later");

        assertNull(held.protocol(1));
        release(1);
        csv.finish();
        assertEquals(
                "header\n1,0,a,b,TCP,60,first,\n2,0,a,b,TCP,60,second,\n", written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void manyOctetsFillItAsManyRowsDo() {
        assertIsFullInTime("x".repeat(1 << 13), null);
    }

    @Test
    void soDoLongComments() {
        assertIsFullInTime("", "x".repeat(1 << 16));
    }

    private void assertIsFullInTime(String info, @Nullable String comment) {
        int rows = 0;
        while (!held.isFull()) {
            assertTrue(rows < 2_000, "is never full");
            held.add(++rows, 0, 0, "a", "b", "TCP", 60, info, comment);
        }

        release(held.count() / 2);

        assertFalse(held.isFull());
    }

    @Test
    void whatACellHasNoRoomForIsCounted() throws IOException {
        String first = "x".repeat(HeldRows.LONGEST_INFO - 2);
        held.add(1, 0, 0, "a", "b", "TCP", 60, "", null);
        held.change(1, "CHAT", first);
        held.append(1, " | next");
        held.append(1, "y");

        release(1);
        csv.finish();

        assertEquals(
                "header\n1,0,a,b,CHAT,60," + first + " | … and 2 more messages,\n",
                written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aTextThatIsTooLongForItsCellIsCutBetweenCharacters() throws IOException {
        held.add(1, 0, 0, "a", "b", "TCP", 60, "", null);
        held.change(1, "CHAT", "x" + "é".repeat(HeldRows.LONGEST_INFO));

        release(1);
        csv.finish();

        assertEquals(
                "header\n1,0,a,b,CHAT,60,x" + "é".repeat((HeldRows.LONGEST_INFO - 4) / 2) + "…,\n",
                written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void twoRowsThatTakeTurnsInSayingMoreKeepTheirWords() throws IOException {
        held.add(1, 0, 0, "a", "b", "CHAT", 60, "one", null);
        held.add(2, 0, 0, "a", "b", "CHAT", 60, "two", null);
        for (int i = 0; i < 100; i++) {
            held.append(1, ".");
            held.append(2, "!");
        }

        release(2);
        csv.finish();

        assertEquals(
                "header\n1,0,a,b,CHAT,60,one" + ".".repeat(100) + ",\n2,0,a,b,CHAT,60,two" + "!".repeat(100) + ",\n",
                written.toString(StandardCharsets.UTF_8));
    }
}
