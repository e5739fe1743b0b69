package io.vestibule.transfer;

import java.util.Optional;

/** Whether a customer signs in with their address. */
enum EmailLogin {
    /** They do; refused if it is somebody else's login. */
    YES("true"),
    /** They do, unless it is somebody else's login. */
    IF_FREE("if-free"),
    /** It is a contact address and no more. */
    NO("false");

    private final String word;

    EmailLogin(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<EmailLogin> of(String word) {
        for (EmailLogin one : values()) {
            if (one.word.equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
