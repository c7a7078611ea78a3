package parley.analyzer.capture.foreign;

/** Formats without a magic number: known by several records in a row that make sense. */
final class Records {
    private static final int ENOUGH = 3;
    private static final int ERF_HEADER = 16;
    private static final int ERF_MOST_TYPE = 48;
    private static final int ERF_EXTENDED = 0x80;
    private static final int NCF_HEADER = 24;
    private static final int NCFX_HEADER = 20;
    private static final long DAY_SECONDS = 86_400;
    private static final int LONGEST_FRAME = 1 << 16;

    private Records() {}

    /** Where a record ends, if one begins there; negative where it makes no sense. */
    private interface Step {
        int endOf(Head head, int at, int previous);
    }

    /** Whether it begins with {@value #ENOUGH} records, or consists of at least two. */
    private static boolean areRecords(Head head, int header, Step step) {
        int at = 0;
        int previous = -1;
        int whole = 0;
        while (whole < ENOUGH && at + header <= head.length()) {
            int end = step.endOf(head, at, previous);
            if (end < 0) {
                return false;
            }
            if (end > head.length()) {
                break;
            }
            previous = at;
            at = end;
            whole++;
        }
        return whole >= ENOUGH || (whole == 2 && at == head.length());
    }

    /** Endace's ERF: times of 32.32 bits, little-endian, that do not go back; a type; lengths, big-endian. */
    static boolean isErf(Head head) {
        return areRecords(head, ERF_HEADER, Records::endOfErf);
    }

    private static int endOfErf(Head head, int at, int previous) {
        int type = head.u8(at + 8) & ~ERF_EXTENDED;
        int length = head.u16(at + 10);
        int onWire = head.u16(at + 14);
        long seconds = head.u32LittleEndian(at + 4);
        boolean hasTime = previous < 0 || seconds - head.u32LittleEndian(previous + 4) <= DAY_SECONDS;
        boolean ascends = previous < 0 || erfTime(head, at) >= erfTime(head, previous);
        return type >= 1
                        && type <= ERF_MOST_TYPE
                        && length > ERF_HEADER
                        && onWire > 0
                        && seconds > 0
                        && hasTime
                        && ascends
                ? at + length
                : -1;
    }

    /** Units of 2^-31 seconds, so that none is negative. */
    private static long erfTime(Head head, int at) {
        return head.u32LittleEndian(at + 4) << 31 | head.u32LittleEndian(at) >>> 1;
    }

    /** TamoSoft CommView's NCF: the length twice, version 0, and a date field by field. */
    static boolean isNcf(Head head) {
        return areRecords(head, NCF_HEADER, (in, at, previous) -> {
            int length = in.u16LittleEndian(at);
            boolean makesSense = in.u16LittleEndian(at + 2) >= length && in.u8(at + 4) == 0 && isDate(in, at + 5);
            return length > 0 && makesSense ? at + NCF_HEADER + length : -1;
        });
    }

    /** Its NCFX: a length of four octets and the same date. */
    static boolean isNcfx(Head head) {
        return areRecords(head, NCFX_HEADER, (in, at, previous) -> {
            long length = in.u32LittleEndian(at);
            boolean makesSense = length > 0 && length <= LONGEST_FRAME && isDate(in, at + 4);
            return makesSense ? at + NCFX_HEADER + (int) length : -1;
        });
    }

    private static boolean isDate(Head head, int at) {
        int year = head.u16LittleEndian(at);
        int month = head.u8(at + 2);
        int day = head.u8(at + 3);
        return year >= 1990
                && year < 2100
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 31
                && head.u8(at + 4) < 24
                && head.u8(at + 5) < 60
                && head.u8(at + 6) < 60
                && head.u32LittleEndian(at + 7) < 1_000_000;
    }
}
