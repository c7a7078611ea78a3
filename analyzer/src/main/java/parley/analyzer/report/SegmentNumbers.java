package parley.analyzer.report;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.IpHeader;

/**
 * Some rows of segments.csv as numbers, in the order of the columns: {@link SegmentAnalysis#ABSENT} for an empty cell.
 * Filled by one thread and then written by another.
 */
final class SegmentNumbers {
    /** What a frame without a time has in its place: times before 1970 are negative. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int ROWS = 256;
    private static final int LONGEST = 24;

    /** Those of tcp.analysis that are 1 or empty. */
    private static final int FLAGS = 15;

    private static final int V4 = 1;
    private static final int V6 = 2;

    private final long[] numbers = new long[ROWS * LONGEST];
    private int end;

    boolean isFull() {
        return end > numbers.length - LONGEST;
    }

    void add(long number) {
        numbers[end++] = number;
    }

    void add(@Nullable IpHeader v4, @Nullable IpHeader v6) {
        add((v4 == null ? 0 : V4) | (v6 == null ? 0 : V6));
        if (v4 != null) {
            add(v4.source().low());
            add(v4.nextDestination().low());
        }
        if (v6 != null) {
            add(v6.source());
            add(v6.nextDestination());
        }
    }

    private void add(IpAddress v6) {
        add(v6.high());
        add(v6.low());
    }

    void add(SegmentAnalysis analysis) {
        add(flags(analysis));
        add(analysis.ackRttNanos());
        add(analysis.initialRttNanos());
        add(analysis.bytesInFlight());
    }

    /** The first column in the lowest bit. */
    private static int flags(SegmentAnalysis analysis) {
        if (!analysis.hasFlags()) {
            return 0;
        }
        boolean[] columns = {
            analysis.isAnyRetransmission(),
            analysis.isFastRetransmission(),
            analysis.isSpuriousRetransmission(),
            analysis.isOutOfOrder(),
            analysis.isLostSegment(),
            analysis.isAckLostSegment(),
            analysis.isDuplicateAck(),
            analysis.isKeepAlive(),
            analysis.isKeepAliveAck(),
            analysis.isWindowUpdate(),
            analysis.isWindowFull(),
            analysis.isZeroWindow(),
            analysis.isZeroWindowProbe(),
            analysis.isZeroWindowProbeAck(),
            analysis.isReusedPorts()
        };
        int flags = 0;
        for (int i = 0; i < FLAGS; i++) {
            flags |= columns[i] ? 1 << i : 0;
        }
        return flags;
    }

    /** The file the rows become text in. Used by the thread of the reports. */
    static final class Text implements Closeable {
        private final OctetCsv csv;
        private long[] numbers = {};
        private int next;

        Text(OctetCsv csv) {
            this.csv = csv;
        }

        void write(SegmentNumbers rows) {
            numbers = rows.numbers;
            next = 0;
            while (next < rows.end) {
                row();
            }
        }

        private void row() {
            csv.cell(take());
            long time = take();
            if (time == NO_TIME) {
                csv.empty();
            } else {
                csv.seconds(time);
            }
            csv.cell(take());
            addresses();
            csv.cell(take()).cell(take());
            number();
            long flags = take();
            if (flags == SegmentAnalysis.ABSENT) {
                csv.empty();
            } else {
                csv.hexadecimal((int) flags);
            }
            for (int column = 0; column < 6; column++) {
                number();
            }
            analysisFlags();
            seconds();
            seconds();
            number();
            csv.endRow();
        }

        private void addresses() {
            long versions = take();
            if ((versions & V4) == 0) {
                csv.empty(2);
            } else {
                csv.address(new IpAddress(4, 0, take())).address(new IpAddress(4, 0, take()));
            }
            if ((versions & V6) == 0) {
                csv.empty(2);
            } else {
                csv.address(new IpAddress(6, take(), take())).address(new IpAddress(6, take(), take()));
            }
        }

        private void analysisFlags() {
            long flags = take();
            if (flags == 0) {
                csv.empty(FLAGS);
                return;
            }
            for (int i = 0; i < FLAGS; i++) {
                csv.flag((flags >> i & 1) != 0);
            }
        }

        private void number() {
            long number = take();
            if (number == SegmentAnalysis.ABSENT) {
                csv.empty();
            } else {
                csv.cell(number);
            }
        }

        private void seconds() {
            long nanos = take();
            if (nanos == SegmentAnalysis.ABSENT) {
                csv.empty();
            } else {
                csv.seconds(nanos);
            }
        }

        private long take() {
            return numbers[next++];
        }

        void finish() throws IOException {
            csv.finish();
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }
}
