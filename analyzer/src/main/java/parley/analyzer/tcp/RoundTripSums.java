package parley.analyzer.tcp;

/** Round-trip times of one direction, summed up; nanoseconds. */
final class RoundTripSums {
    private long count;
    private long least = Long.MAX_VALUE;
    private long most = Long.MIN_VALUE;
    private long sum;

    void add(long nanos) {
        count++;
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
        sum += nanos;
    }

    long count() {
        return count;
    }

    long least() {
        return least;
    }

    long most() {
        return most;
    }

    long mean() {
        return sum / count;
    }
}
