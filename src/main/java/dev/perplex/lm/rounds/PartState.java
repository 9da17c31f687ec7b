package dev.perplex.lm.rounds;

import java.io.Serializable;

/**
 * What a part carries from round to round beside its parameters; never changed once made. All
 * arrays are as long as the part; one that is null is zero throughout.
 *
 * @param momentum of the outer step
 * @param residual what rounding has kept back of the steps
 * @param average mean of the parameters after each of the {@code averaged} last rounds
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record PartState(float[] momentum, float[] residual, float[] average, long averaged)
    implements Serializable {

  public static final PartState START = new PartState(null, null, null, 0);
}
