package parley.protocol;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a user may be called: 1 to 32 letters and digits of one script, {@code _}, {@code -} and {@code .}, at least one
 * letter or digit; no word of the protocol, and nothing that looks like one. Two names are the same where their {@link
 * #key} is.
 */
public final class Names {
    /**
     * First words of the lines of both directions, by which a user could not be told from a command; and what clients
     * call their own user, everybody and what speaks for the chat itself.
     */
    static final Set<String> RESERVED = Set.of(
            "accept",
            "all",
            "chat",
            "ended",
            "enter",
            "error",
            "everybody",
            "everyone",
            "exit",
            "goodbye",
            "hello",
            "help",
            "joined",
            "leave",
            "left",
            "me",
            "menu",
            "myself",
            "online",
            "parley",
            "presence",
            "private",
            "reject",
            "rejected",
            "request",
            "requested",
            "server",
            "system",
            "unknown",
            "welcome",
            "who",
            "you",
            "yourself");

    /** Scripts that one language writes side by side; a name that mixes any others could imitate another name. */
    private static final Set<UnicodeScript> EAST_ASIAN = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO);

    private Names() {}

    /** The name as it is kept and shown: Unicode NFC. */
    public static String canonical(String name) {
        return Normalizer.normalize(name, Form.NFC);
    }

    /** What two spellings of one name have in common: compatibility forms and case folded away. */
    public static String key(String name) {
        return isFolded(name) ? name : fold(name);
    }

    /** Whether it is in ASCII without capitals, which folding leaves as it is. */
    private static boolean isFolded(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static String fold(String name) {
        String folded =
                Normalizer.normalize(name, Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Form.NFC);
    }

    /** Why nobody may be called so, in the words of the {@code error:} line; empty where the name is good. */
    public static Optional<String> refusal(String name) {
        if (name.isEmpty()) {
            return Optional.of("a name has 1 to 32 characters");
        }
        String canonical = canonical(name);
        if (canonical.codePointCount(0, canonical.length()) > ChatLimits.NAME_CODE_POINTS) {
            return Optional.of("a name has 1 to 32 characters");
        }
        if (!canonical.codePoints().allMatch(Names::isNameCharacter)
                || canonical.codePoints().noneMatch(Character::isLetterOrDigit)
                || isMark(canonical.codePointAt(0))
                || !Normalizer.normalize(canonical, Form.NFKC).equals(canonical)) {
            return Optional.of("a name has letters, digits, _ - . and nothing else");
        }
        if (mixesScripts(canonical)) {
            return Optional.of("a name keeps to one script");
        }
        if (RESERVED.contains(key(canonical))) {
            return Optional.of(canonical + " is a word of the protocol");
        }
        return LookAlikes.readings(canonical)
                .filter(RESERVED::contains)
                .findFirst()
                .map(word -> "a name must not look like the word " + word);
    }

    private static boolean isNameCharacter(int c) {
        return !isInvisible(c) && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || isMark(c));
    }

    /** Vowel signs and accents with no composed form: part of ordinary words in many scripts. */
    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** The letters and marks among Unicode's Default_Ignorable_Code_Point: they show nothing, so two names would look alike. */
    private static boolean isInvisible(int c) {
        return c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private static boolean mixesScripts(String name) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints()
                .mapToObj(UnicodeScript::of)
                .filter(s -> s != UnicodeScript.COMMON && s != UnicodeScript.INHERITED)
                .forEach(scripts::add);
        return scripts.size() > 1 && !EAST_ASIAN.containsAll(scripts);
    }
}
