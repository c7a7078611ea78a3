package parley.analyzer.report.markdown;

import parley.analyzer.report.MessageText;

/**
 * Text in a Mermaid diagram. All but letters, digits, spaces and a few signs that mean nothing there are character codes,
 * {@code #59;}: no text ends a statement, begins a directive or a comment, or is markup.
 */
final class MermaidText {
    private static final String PLAIN = " .,!?'()/_-:→…";

    private MermaidText() {}

    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        MessageText.visible(text).codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                safe.appendCodePoint(c);
            } else {
                safe.append('#').append(c).append(';');
            }
        });
        return safe.toString();
    }
}
