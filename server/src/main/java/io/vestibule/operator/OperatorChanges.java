package io.vestibule.operator;

import org.jspecify.annotations.Nullable;

/** What is to change of an operator; null leaves a part as it is. */
public record OperatorChanges(
        @Nullable String email,
        @Nullable String name,
        @Nullable Role role,
        @Nullable PortalScope portals) {}
