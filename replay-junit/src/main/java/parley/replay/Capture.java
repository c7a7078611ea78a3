package parley.replay;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test whose conversation is captured. It has a parameter of type {@link Wire} and connects through that to the server
 * under test. The capture is kept where the test fails, and the failure says where; else it is removed. On a class it is
 * for all tests of it.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ReplayExtension.class)
public @interface Capture {
    /** Where captures are written, relative to the working directory; it is made where it is missing. */
    String value() default "target/captures";
}
