package parley.analyzer.report;

import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpAddress;

/** Cells as JSON values: numbers and truth as such, with the digits of the CSV, a cell without a value as null. */
public abstract class JsonCells implements TableWriter {
    private static final HexFormat HEX = HexFormat.of();

    private @Nullable IOException failure;

    /** A value as it is written; a failure is kept. */
    protected interface Value {
        void write(JsonWriter json) throws IOException;
    }

    /** Puts the next cell's value in its place. */
    protected abstract void cell(Value value) throws IOException;

    private void put(Value value) {
        try {
            if (failure == null) {
                cell(value);
            }
        } catch (IOException notWritten) {
            failure = notWritten;
        }
    }

    /** Notes that something could not be written: nothing more is. */
    protected final void fail(IOException notWritten) {
        failure = failure == null ? notWritten : failure;
    }

    protected final @Nullable IOException failure() {
        return failure;
    }

    @Override
    public final void absent() {
        put(json -> json.literal("null"));
    }

    @Override
    public final void number(long number) {
        put(json -> json.value(number));
    }

    @Override
    public final void flag(boolean set) {
        put(json -> json.literal(set ? "1" : "null"));
    }

    @Override
    public final void truth(boolean truth) {
        put(json -> json.value(truth));
    }

    @Override
    public final void seconds(long nanos, int digits) {
        put(json -> json.literal(Seconds.format(nanos, digits)));
    }

    @Override
    public final void hexadecimal(int sixteenBits) {
        put(json -> json.value("0x" + HEX.toHexDigits((short) sixteenBits)));
    }

    @Override
    public final void address(IpAddress address) {
        put(json -> json.value(address.toString()));
    }

    @Override
    public final void text(@Nullable String text) {
        put(json -> json.value(text == null || text.isEmpty() ? null : text));
    }
}
