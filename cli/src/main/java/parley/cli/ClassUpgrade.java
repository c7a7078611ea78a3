package parley.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rewrites a jar's oldest classes in the class file format of Java 8, so that the JVM's ahead-of-time cache can hold
 * them: the cache refuses classes that carry no stack maps (JVMS 4.10.1), and picocli's, which start every command, are
 * of that age. What the classes do is unchanged.
 */
final class ClassUpgrade {
    private ClassUpgrade() {}

    /**
     * Upgrades a jar.
     *
     * @param args the jar, which is changed in place
     */
    public static void main(String... args) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[0]))) {
            for (Path root : jar.getRootDirectories()) {
                upgrade(root);
            }
        }
    }

    /** Upgrades the classes under a directory that is the root of their packages. */
    static void upgrade(Path root) throws IOException {
        ClassFile classFile =
                ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchyOf(root)));
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            ClassModel model = classFile.parse(Files.readAllBytes(file));
            if (model.majorVersion() < ClassFile.JAVA_6_VERSION) {
                Files.write(file, classFile.transformClass(model, toJava8()));
            }
        }
    }

    /** Passes everything on piece by piece: a method copied whole would keep its lack of a stack map. */
    private static ClassTransform toJava8() {
        ClassTransform code = ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        return version.andThen(code);
    }

    /** Stack maps name common superclasses: found in the same tree, or else among the JDK's. */
    private static ClassHierarchyResolver hierarchyOf(Path root) {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc name) -> {
                    String descriptor = name.descriptorString();
                    Path file = root.resolve(descriptor.substring(1, descriptor.length() - 1) + ".class");
                    try {
                        return Files.exists(file) ? Files.newInputStream(file) : null;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }
}
