package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

class PaletteTest {
    @Test
    void coloursAreThoseOfTheTerminalUnlessTheUserWantsNone() {
        assertEquals(Palette.MANY, Palette.of("", 256));
        assertEquals(Palette.FEW, Palette.of("", 8));
        assertEquals(Palette.NONE, Palette.of("", 0));
        assertEquals(Palette.NONE, Palette.of("1", 256));
    }

    @Test
    void withoutColoursEverythingLooksTheSame() {
        for (AttributedStyle style : List.of(
                Palette.NONE.name("Ofir"),
                Palette.NONE.self(),
                Palette.NONE.dim(),
                Palette.NONE.inPrivate(),
                Palette.NONE.asking(),
                Palette.NONE.wrong(),
                Palette.NONE.well())) {
            assertEquals(AttributedStyle.DEFAULT, style);
        }
    }

    @Test
    void theUsersOfTheSampleAreToldApart() {
        List<String> users = List.of("Ofir", "Roony", "Hodaya", "Emily", "Dana");
        assertEquals(
                users.size(),
                users.stream()
                        .map(Palette.MANY::name)
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void aNameHasOneColourInWhateverCase() {
        assertEquals(Palette.MANY.name("Roony"), Palette.MANY.name("Roony".toUpperCase(Locale.ROOT)));
        assertTrue(Palette.MANY.name("Roony").getStyle() != 0);
    }
}
