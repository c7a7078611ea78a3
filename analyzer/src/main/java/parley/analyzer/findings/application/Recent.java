package parley.analyzer.findings.application;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What is known of the last of many, in the order in which they came: where they are too many the oldest is forgotten. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;
    private final transient Consumer<? super V> forgotten;

    /** @param forgotten is told what is forgotten; it must leave this as it is */
    Recent(int most, Consumer<? super V> forgotten) {
        this.most = most;
        this.forgotten = forgotten;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        if (size() <= most) {
            return false;
        }
        forgotten.accept(eldest.getValue());
        return true;
    }
}
