package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassUpgradeTest {
    @Test
    void everyClassOfPicocliIsVerifiedInTheNewerFormat(@TempDir Path directory) throws Exception {
        Path jar = Files.copy(
                Path.of(CommandLine.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()),
                directory.resolve("picocli.jar"));

        ClassUpgrade.main(jar.toString());

        List<String> names = classesOf(jar);
        assertTrue(names.contains("picocli.CommandLine"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : names) {
                Class<?> type = Class.forName(name, true, loader);
                assertEquals(loader, type.getClassLoader());
            }
        }
    }

    private static List<String> classesOf(Path jar) throws IOException {
        try (FileSystem fileSystem = FileSystems.newFileSystem(jar);
                Stream<Path> walk = Files.walk(fileSystem.getPath("/picocli"))) {
            List<Path> files =
                    walk.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : files) {
                assertEquals(
                        ClassFile.JAVA_8_VERSION,
                        ClassFile.of().parse(Files.readAllBytes(file)).majorVersion());
            }
            return files.stream()
                    .map(file ->
                            file.toString().substring(1).replace(".class", "").replace('/', '.'))
                    .toList();
        }
    }
}
