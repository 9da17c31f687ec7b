/**
 * Which model of a pipeline is in use, and why: versions, the aliases {@code champion} and {@code
 * candidate}, an append-only history of promotions, refusals and rollbacks, and the gates that
 * decide. Pure but for {@link dev.perplex.registry.StoredEvents}, which keeps the history on
 * storage without renames, appends or conditional writes, and the lease on the champion.
 */
package dev.perplex.registry;
