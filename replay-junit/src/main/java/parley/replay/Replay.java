package parley.replay;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that plays a capture against the server under test. It has a parameter of type {@link Recording}, which it
 * plays: {@code recording.to(host, port).play()}. It fails where an answer differs from the captured one, with what was
 * captured and what came, and where the recording was not played at all.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ReplayExtension.class)
public @interface Replay {
    /** The capture: a file, relative to the working directory, or a resource, as the test's class finds it. */
    String value();

    /** The {@code tcp.stream} number of the connection that alone is played; all of them where it is negative. */
    long stream() default -1;
}
