/**
 * The settings of an installation: one record per concern, read once at start from the environment and an optional YAML file.
 *
 * <p>Owns every setting's name, type, default and meaning, each in one place: a {@link io.vestibule.config.Setting} beside the
 * record that uses it, from which the reading, the messages and {@code docs/configuration.md} are made. Reports every fault at
 * once. Never echoes a secret, never opens a port or a connection, never reads a setting again after the start.
 */
@NullMarked
package io.vestibule.config;

import org.jspecify.annotations.NullMarked;
