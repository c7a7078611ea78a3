package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    static final Set<String> RESERVED = Names.RESERVED;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ofir",
                "a",
                "7",
                "x_1",
                "J.-P.",
                "_x",
                "הודיה",
                "Εμιλία",
                "Ольга",
                "李明",
                "ひらがな漢字カタカナ",
                "김민준",
                "हिन्दी",
                "José",
                "Jose\u0301",
                "محمد",
                "אבג-7"
            })
    void goodNames(String name) {
        assertEquals(Optional.empty(), Names.refusal(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "tab\tbed",
                "a,b",
                "a:b",
                "a/b",
                "a@b",
                "<b>",
                "😀",
                "line\nbreak",
                "zero\u200Bwidth",
                "join\u200Der",
                "\uFEFFbom",
                "soft\u00ADhyphen",
                "bidi\u202Eevil",
                "iso\u2066late",
                "grapheme\u034Fjoiner",
                "variation\uFE0F",
                "variation\uDB40\uDD00",
                "\u1160filler",
                "\u3164",
                "\u0301first",
                "-",
                "._-",
                "ｆｕｌｌ",
                "ﬁ",
                "x²"
            })
    void namesWithAnythingButLettersAndDigits(String name) {
        assertEquals(Optional.of("a name has letters, digits, _ - . and nothing else"), Names.refusal(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p\u0430ypal", "Оfir", "Ofirα", "א1b", "abc漢"})
    void namesThatMixScripts(String name) {
        assertEquals(Optional.of("a name keeps to one script"), Names.refusal(name));
    }

    @Test
    void lengthCountsCodePoints() {
        assertEquals(Optional.empty(), Names.refusal("a".repeat(32)));
        assertEquals(Optional.empty(), Names.refusal("\uD840\uDC00".repeat(32)));
        assertEquals(Optional.of("a name has 1 to 32 characters"), Names.refusal("a".repeat(33)));
        assertEquals(Optional.of("a name has 1 to 32 characters"), Names.refusal("\uD840\uDC00".repeat(33)));
        assertEquals(Optional.of("a name has 1 to 32 characters"), Names.refusal(""));
    }

    @Test
    void lengthCountsAfterComposition() {
        assertEquals(Optional.empty(), Names.refusal("e\u0301".repeat(32)));
    }

    @ParameterizedTest
    @FieldSource("RESERVED")
    void wordsOfTheProtocolInAnyCase(String word) {
        assertEquals(Optional.of(word + " is a word of the protocol"), Names.refusal(word));
        assertTrue(Names.refusal(word.toUpperCase(Locale.ROOT)).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "y0u, you",
        "YOU_, you",
        "-you, you",
        "y.o.u, you",
        "yóu, you",
        "ʏᴏᴜ, you",
        "ꓬꓳꓴ, you",
        "γου, you",
        "yøu, you",
        "me., me",
        "ме, me",
        "rne, me",
        "a1l, all",
        "AlI, all",
        "aIl, all",
        "ᎪᏞᏞ, all",
        "every0ne, everyone",
        "systern, system",
        "se.rver, server",
        "ех1т, exit",
        "he1p, help",
        "ассерт, accept",
        "vvho, who"
    })
    void namesThatLookLikeAWordOfTheProtocol(String name, String word) {
        assertEquals(Optional.of("a name must not look like the word " + word), Names.refusal(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ali", "ALI", "Youssef", "Young", "Mel", "Emma", "Allen", "Meir", "Ева", "Ирма", "Lee", "1", "Io", "me2"
            })
    void namesThatAreOnlyALittleLikeOne(String name) {
        assertEquals(Optional.empty(), Names.refusal(name));
    }

    @ParameterizedTest
    @CsvSource({
        "Ofir, OFIR",
        "José, JOSE\u0301",
        "straße, STRASSE",
        "Ολγας, ΟΛΓΑΣ",
        "ılgaz, ILGAZ",
        "Ofir, ｏｆｉｒ",
    })
    void spellingsOfOneName(String one, String other) {
        assertEquals(Names.key(one), Names.key(other));
    }

    @ParameterizedTest
    @CsvSource({"Ofir, Ofr", "Jose, José", "a.b, ab"})
    void differentNames(String one, String other) {
        assertNotEquals(Names.key(one), Names.key(other));
    }

    @Test
    void keptInComposedForm() {
        assertEquals("Jos\u00E9", Names.canonical("Jose\u0301"));
    }

    @Test
    void everyFirstWordOfTheServersLinesIsReserved() {
        for (String line : new String[] {
            new ServerLine.Welcome().format(),
            new ServerLine.Prompt().format(),
            new ServerLine.Hello("x").format(),
            new ServerLine.Requested("x").format(),
            new ServerLine.Request("x").format(),
            new ServerLine.Private("x").format(),
            new ServerLine.Rejected("x").format(),
            new ServerLine.Ended(null).format(),
            new ServerLine.Goodbye().format(),
            new ServerLine.Closing().format(),
            ServerLine.Menu.STANDARD.format(),
            ServerLine.Error.IDLE.format(),
            new ServerLine.PresenceOn().format(),
            "online:",
            "joined:",
            "left:"
        }) {
            assertTrue(Names.RESERVED.contains(line.split("[ :]", 2)[0]), line);
        }
    }
}
