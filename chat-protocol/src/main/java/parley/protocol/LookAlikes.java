package parley.protocol;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a name may be read as by somebody who takes its letters for those of plain English. */
final class LookAlikes {
    /**
     * Each letter and what looks like it in another alphabet, in a case of its own where the two cases differ: those of
     * Unicode's confusables (UTS #39) in the scripts that have enough of them for a word.
     */
    private static final String[] LETTERS = {
        "aɑᴀαΑаАᎪꓮⲁ",
        "bʙβΒвВᏴꓐ",
        "cᴄсСᏟꓚⲥ",
        "dᴅԁᎠꓓ",
        "eᴇεΕеЕᎬꓰⲉ",
        "fꜰꓝ",
        "gɡɢԍᏀꓖ",
        "hʜΗһҺнНᎻꓧ",
        "iıɪιΙіІꓲⲓ",
        "jᴊјЈᎫꓙ",
        "kᴋκΚкКᏦꓗⲕ",
        "lʟɩӏӀᏞꓡ",
        "mᴍμΜмМᎷꓟⲙ",
        "nɴηΝпᏁꓠ",
        "oᴏøοΟоОօꓳⲟ0",
        "pᴘρΡрРᏢꓑⲣ",
        "rʀгᎡꓣⲅ",
        "sꜱѕЅᏚꓢ",
        "tᴛτΤтТᎢꓔⲧ",
        "uᴜʋυսꓴ",
        "vᴠνѵѴᏙꓦ",
        "wᴡωѡԝԜᎳꓪⲱ",
        "xχΧхХꓫⲭ",
        "yʏɏγΥуУүҮꓬⲩ",
    };

    private static final Map<Integer, Integer> ENGLISH = new HashMap<>();

    static {
        for (String letter : LETTERS) {
            letter.codePoints().skip(1).forEach(other -> ENGLISH.put(other, letter.codePointAt(0)));
        }
    }

    private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[\\p{M}_.-]+");

    private LookAlikes() {}

    /** The readings of a name, in lower case: a 1 may be an i or an l, and so may a capital I among small letters. */
    static Stream<String> readings(String name) {
        String bare =
                NO_LETTER_OR_DIGIT.matcher(Normalizer.normalize(name, Form.NFD)).replaceAll("");
        boolean hasSmall = bare.codePoints().anyMatch(Character::isLowerCase);
        return Stream.of(bare.replace('1', 'i'), (hasSmall ? bare.replace('I', 'l') : bare).replace('1', 'l'))
                .map(LookAlikes::inEnglish);
    }

    private static String inEnglish(String letters) {
        StringBuilder english = new StringBuilder();
        letters.codePoints().forEach(c -> english.appendCodePoint(ENGLISH.getOrDefault(c, c)));
        return english.toString().toLowerCase(Locale.ROOT).replace("rn", "m").replace("vv", "w");
    }
}
