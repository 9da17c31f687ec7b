package dev.perplex.cluster;

import java.io.Serializable;

/**
 * What one worker changed in one part of the parameters.
 *
 * @param part from 0
 * @param worker from 0; the order of merging
 * @param change serializable
 */
public record PartChange<C>(int part, int worker, C change) implements Serializable {}
