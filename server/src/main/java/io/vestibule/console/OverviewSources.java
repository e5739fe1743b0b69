package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.audit.StatisticsStore;
import io.vestibule.mail.OutboxStore;

/** What an overview is counted from. */
public record OverviewSources(StatisticsStore statistics, OutboxStore outbox, ClientAdministration clients) {}
