package io.vestibule.config;

/** What an installation is for. */
public enum Mode {
    /** For people who try it out: answers and a page show what would be mailed, so only loopback may reach it. */
    TEST,
    /** For customers. */
    LIVE
}
