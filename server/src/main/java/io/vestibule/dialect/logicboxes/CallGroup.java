package io.vestibule.dialect.logicboxes;

import java.util.List;

/** Calls that belong together. */
@FunctionalInterface
public interface CallGroup {
    List<NamedCall> calls();
}
