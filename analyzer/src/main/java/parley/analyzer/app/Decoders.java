package parley.analyzer.app;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The decoders that an analysis may choose from, in the order in which they are asked. */
public final class Decoders {
    /** Those that are part of Parley. */
    public static final Decoders BUILT_IN = new Decoders(
            List.copyOf(ServiceLoader.load(ApplicationDecoder.class, ApplicationDecoder.class.getClassLoader()).stream()
                    .toList()));

    private final List<Supplier<ApplicationDecoder>> makers;

    private Decoders(List<Supplier<ApplicationDecoder>> makers) {
        this.makers = List.copyOf(makers);
    }

    /** These and, asked after them, others. */
    Decoders and(List<? extends Supplier<ApplicationDecoder>> others) {
        List<Supplier<ApplicationDecoder>> all = new ArrayList<>(makers);
        all.addAll(others);
        return new Decoders(all);
    }

    /** One of each, new: a decoder keeps what the connections of one analysis have in common. */
    public List<ApplicationDecoder> create() {
        return makers.stream().map(Supplier::get).toList();
    }

    /** What {@code --decode-as} calls them. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        create().forEach(decoder -> names.add(decoder.name()));
        return names;
    }
}
