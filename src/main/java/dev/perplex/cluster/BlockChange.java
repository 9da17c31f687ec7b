package dev.perplex.cluster;

import java.io.Serializable;

/**
 * What one worker changed in one block of the parameters.
 *
 * @param block from 0
 * @param worker from 0; the order of merging
 * @param change serializable
 */
public record BlockChange<C>(int block, int worker, C change) implements Serializable {}
