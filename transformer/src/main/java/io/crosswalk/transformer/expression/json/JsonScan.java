package io.crosswalk.transformer.expression.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Reads a JSON document value by value and tells where each stands in the text, so that everything else can be left as it is. No value
 * is converted: a number keeps its digits. Belongs to one thread.
 */
final class JsonScan implements AutoCloseable {

    // As much as PostgreSQL lets a document be; nesting costs heap here, not stack.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100_000)
                    .maxNumberLength(200_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final String text;
    private final JsonParser parser;
    private boolean begun;

    JsonScan(String text) throws IOException {
        this.text = text;
        this.parser = FACTORY.createParser(text);
    }

    /** True when the text is one JSON document and nothing else. */
    static boolean isJson(String text) {
        try (JsonScan scan = new JsonScan(text)) {
            while (scan.next() != null) {
                // Reading is the check.
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The next value, or the end of an object or array; null at the end of the document.
     *
     * @throws IOException when the text is no JSON
     */
    @Nullable
    JsonToken next() throws IOException {
        boolean ended = begun && parser.getParsingContext().inRoot();
        JsonToken token = parser.nextToken();
        if (token == null ? !begun : ended) {
            throw new IOException("not exactly one document");
        }
        begun = true;
        return token == JsonToken.FIELD_NAME ? parser.nextToken() : token;
    }

    /** The object or array that holds the current value, or that the current token begins. */
    @Nullable
    JsonStreamContext around() {
        JsonToken token = parser.currentToken();
        JsonStreamContext context = parser.getParsingContext();
        return token != null && token.isStructStart() ? context.getParent() : context;
    }

    /** Where the current token starts in the text. */
    int start() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** Where the current scalar, or the current end of an object or array, stops in the text. */
    int end() throws IOException {
        int start = start();
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            int end = start + 1;
            while (isWord(text.charAt(start)) && end < text.length() && isWord(text.charAt(end))) {
                end++;
            }
            return end;
        }
        int end = start + 1;
        while (text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    /** Goes to the end of the object or array that the current token begins. */
    void skipChildren() throws IOException {
        parser.skipChildren();
    }

    /** The text of the current string, its escapes read. */
    String string() throws IOException {
        return parser.getText();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.';
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
