package io.vestibule.session;

import java.util.Base64;
import java.util.stream.Stream;

/** The compact form of a signed token (RFC 7515 section 7.1). */
final class CompactJws {
    private CompactJws() {}

    /**
     * Whether each part is base64url in the one way that there is: nothing else between or after its characters, no padding, unused
     * bits zero (RFC 7515 section 2, RFC 4648 section 3.5). The parser reads any other as well, and no signature covers itself.
     */
    static boolean isStrict(String text) {
        try {
            return Stream.of(text.split("\\.", -1))
                    .allMatch(part -> Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(Base64.getUrlDecoder().decode(part))
                            .equals(part));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
