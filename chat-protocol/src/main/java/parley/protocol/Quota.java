package parley.protocol;

/** What several may keep together, in bytes or whatever else they count. Used by one thread. */
public final class Quota {
    private long free;

    /** @param amount that may be taken in all */
    public Quota(long amount) {
        free = amount;
    }

    /** Takes an amount; false, and nothing is taken, where less is free. */
    public boolean take(long amount) {
        if (amount > free) {
            return false;
        }
        free -= amount;
        return true;
    }

    /** Gives back what was taken. */
    public void give(long amount) {
        free += amount;
    }
}
