package io.vestibule.config;

import java.util.List;

/** The settings of one record, in the order they are read: a section of the page. */
record Section(String title, List<Setting<?>> settings) {}
