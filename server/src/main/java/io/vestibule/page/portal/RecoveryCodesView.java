package io.vestibule.page.portal;

import java.util.List;

/** What the page shows that has a customer's recovery codes: all of them, once. */
public record RecoveryCodesView(PageRequest page, List<String> codes) {
    public RecoveryCodesView {
        codes = List.copyOf(codes);
    }

    /** Without the codes. */
    @Override
    public String toString() {
        return "RecoveryCodesView[redacted]";
    }
}
