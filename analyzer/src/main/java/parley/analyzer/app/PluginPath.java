package parley.analyzer.app;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipFile;

/**
 * Decoders that are not part of Parley. A place holds a plugin: it is a jar, or a directory with classes, jars or both,
 * and {@value #SERVICE} in it names the classes that decode. Each place has a class loader of its own, which stays open
 * as long as the process, for a decoder may load classes at any time.
 */
public final class PluginPath {
    private static final String SERVICE = "META-INF/services/parley.analyzer.app.ApplicationDecoder";

    private final Consumer<String> warnings;
    private final Set<String> names = Decoders.BUILT_IN.names();
    private final List<ServiceLoader.Provider<ApplicationDecoder>> found = new ArrayList<>();

    private PluginPath(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /**
     * The built-in decoders and those of plugins.
     *
     * @param warnings told, in a line, of a decoder that throws when it is made: it is left out
     * @throws IOException if a place holds no plugin that can be loaded; the message says what to do
     */
    public static Decoders load(List<Path> places, Consumer<String> warnings) throws IOException {
        PluginPath path = new PluginPath(warnings);
        for (Path place : places) {
            path.add(place);
        }
        return Decoders.BUILT_IN.and(path.found);
    }

    private void add(Path place) throws IOException {
        List<ServiceLoader.Provider<ApplicationDecoder>> providers = providers(place);
        if (providers.isEmpty()) {
            throw new IOException(
                    "the plugin " + place + " has no decoder: " + SERVICE + " in it has to name the decoder's class");
        }
        for (ServiceLoader.Provider<ApplicationDecoder> provider : providers) {
            if (isUsable(provider, place)) {
                found.add(provider);
            }
        }
    }

    /** Those of the place alone, which its class loader finds beside those of its parent. */
    private static List<ServiceLoader.Provider<ApplicationDecoder>> providers(Path place) throws IOException {
        URLClassLoader loader = new URLClassLoader(urls(place), ApplicationDecoder.class.getClassLoader());
        List<ServiceLoader.Provider<ApplicationDecoder>> own = new ArrayList<>();
        try {
            Iterator<ServiceLoader.Provider<ApplicationDecoder>> all =
                    ServiceLoader.load(ApplicationDecoder.class, loader).stream()
                            .iterator();
            while (all.hasNext()) {
                ServiceLoader.Provider<ApplicationDecoder> provider = all.next();
                if (provider.type().getClassLoader() == loader) {
                    own.add(provider);
                }
            }
            return own;
        } catch (ServiceConfigurationError | LinkageError broken) {
            loader.close();
            String reason = broken instanceof LinkageError ? broken.toString() : String.valueOf(broken.getMessage());
            throw new IOException(
                    "the plugin " + place + " cannot be loaded: "
                            + reason.replace(ApplicationDecoder.class.getName() + ": ", "")
                            + "; mend it (docs/DECODERS.md), or leave it out of --plugin-path",
                    broken);
        }
    }

    private static URL[] urls(Path place) throws IOException {
        if (!Files.exists(place)) {
            throw new IOException("there is no plugin " + place + ": name a jar, or a directory with classes or jars");
        }
        requireLoadable(place);
        List<URL> urls = new ArrayList<>();
        if (Files.isDirectory(place)) {
            urls.add(url(place));
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(place, "*.jar")) {
                for (Path jar : jars) {
                    urls.add(jar(jar));
                }
            }
        } else {
            urls.add(jar(place));
        }
        return urls.toArray(URL[]::new);
    }

    /** A class loader opens files by what the locale's character set makes of their names. */
    private static void requireLoadable(Path file) throws IOException {
        if (!file.toFile().exists()) {
            throw new IOException("the plugin " + file
                    + " cannot be loaded: the locale's character set does not have its name; rename it");
        }
    }

    private static URL jar(Path file) throws IOException {
        requireLoadable(file);
        try (ZipFile opened = new ZipFile(file.toFile())) {
            return url(Path.of(opened.getName()));
        } catch (IOException unreadable) {
            throw new IOException(
                    "the plugin " + file + " cannot be read as a jar: " + unreadable.getMessage()
                            + "; name a jar, or a directory with classes or jars",
                    unreadable);
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    /** Makes one to see whether it can be made and is told apart from the others. */
    private boolean isUsable(ServiceLoader.Provider<ApplicationDecoder> provider, Path place) throws IOException {
        String name;
        try {
            ApplicationDecoder decoder = provider.get();
            name = decoder.name();
            if (name == null || name.isBlank() || decoder.protocol() == null) {
                throw new IllegalStateException("it says no name or no protocol");
            }
        } catch (RuntimeException
                | ServiceConfigurationError
                | LinkageError
                | AssertionError
                | StackOverflowError broken) {
            Throwable reason = broken.getCause() == null ? broken : broken.getCause();
            warnings.accept("the decoder " + provider.type().getName() + " of the plugin " + place
                    + " is left out: it failed when it was made, " + reason);
            return false;
        }
        if (!names.add(name)) {
            throw new IOException("the plugin " + place + " has a decoder '" + name
                    + "', and there is another of that name: give it one of its own");
        }
        return true;
    }
}
