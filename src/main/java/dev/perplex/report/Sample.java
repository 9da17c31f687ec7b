package dev.perplex.report;

/**
 * A text that a model wrote.
 *
 * @param model a row of the table
 * @param temperature that its tokens were drawn with
 * @param number of the sample among those of its model and temperature, from 0
 * @param tokens drawn
 * @param text what was drawn, as text
 */
public record Sample(String model, double temperature, int number, int tokens, String text) {}
