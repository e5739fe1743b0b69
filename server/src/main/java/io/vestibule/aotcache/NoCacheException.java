package io.vestibule.aotcache;

/** No cache was made. The message is a sentence for the operator that says why. */
public final class NoCacheException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoCacheException(String sentence) {
        super(sentence);
    }
}
