package parley.analyzer.os;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.types.size_t;

/** The C library's functions that capture handles need; public for jnr-ffi, which implements it. */
public interface LibC {
    /** poll(2). */
    int poll(Pointer descriptors, long count, int milliseconds);

    /** fmemopen(3). */
    Pointer fmemopen(Pointer octets, @size_t long count, String mode);

    /** setsockopt(2). */
    int setsockopt(int descriptor, int level, int option, Pointer value, int length);

    /** The functions, loaded when they are first asked for, which is not on Windows. */
    static LibC get() {
        return Loaded.LIBC;
    }

    /** Holds them. */
    final class Loaded {
        private static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");

        private Loaded() {}
    }
}
