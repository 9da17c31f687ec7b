/**
 * The engine {@code fused}: recurrent language models over flat row-major arrays, with gradients
 * worked out by hand, matrix products by BLAS and the rest by loops of the Vector API. It knows
 * neither Spark nor DL4J.
 */
package dev.perplex.lm.fused;
