/**
 * The command line: arguments to settings to jobs to exit codes. The only package that prints and
 * exits.
 */
package dev.perplex.cli;
