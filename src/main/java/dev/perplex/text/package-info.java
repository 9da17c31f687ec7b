/**
 * Text, from the bytes of a corpus to tokens: what a corpus manifest says, how sources are
 * unpacked, decoded and cut into documents, to which split a document goes, and the tokenizers with
 * their self-contained file. Pure Java on streams and strings; the one home of ICU and of the
 * compression libraries.
 */
package dev.perplex.text;
