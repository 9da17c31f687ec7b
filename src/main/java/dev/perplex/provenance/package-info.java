/**
 * How a result came to be: stage names, seeds, fingerprints, run records, and the errors and exit
 * codes that every layer shares. Also the one home of JSON (Jackson). Depends on nothing else of
 * Perplex.
 */
package dev.perplex.provenance;
