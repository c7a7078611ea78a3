package parley.server.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import parley.server.watch.LogDetail;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@link LogDetail} in lower case. */
final class LogDetailConverter implements ITypeConverter<LogDetail> {
    @Override
    public LogDetail convert(String word) {
        List<String> words = Arrays.stream(LogDetail.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = words.indexOf(word);
        if (index < 0) {
            throw new TypeConversionException("'" + word + "' is none of " + String.join(", ", words));
        }
        return LogDetail.values()[index];
    }
}
