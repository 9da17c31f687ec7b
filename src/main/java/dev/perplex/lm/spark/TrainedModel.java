package dev.perplex.lm.spark;

import dev.perplex.lm.LearningPoint;
import java.util.List;

/**
 * What training made.
 *
 * @param model the model with the lowest validation loss, as {@link LanguageModels} reads it
 * @param best the segment that made it
 * @param curve a point a segment
 */
@SuppressWarnings("ArrayRecordComponent") // a result, never compared
public record TrainedModel(byte[] model, int best, List<LearningPoint> curve) {}
