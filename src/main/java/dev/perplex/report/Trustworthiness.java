package dev.perplex.report;

/**
 * How far a map can be trusted (Venna and Kaski 2001): 1 where every point's nearest on the map are
 * its nearest in space too; a stranger among them costs by how far down the ranks it comes from.
 * Points thrown at random have about 0.5.
 */
final class Trustworthiness {
  private Trustworthiness() {}

  /**
   * @param near how many nearest points are looked at, below half the points
   */
  static double of(SquaredDistances space, SquaredDistances map, int near) {
    int points = space.points();
    if (near < 1 || 2 * near >= points) {
      throw new IllegalArgumentException(near + " nearest of " + points + " points");
    }
    long strangeness = 0;
    for (int i = 0; i < points; i++) {
      for (int j : nearest(map, i, near)) {
        strangeness += Math.max(0, rank(space, i, j) - near);
      }
    }
    double most = points * (double) near * (2.0 * points - 3.0 * near - 1) / 2;
    return 1 - strangeness / most;
  }

  private static int[] nearest(SquaredDistances distances, int centre, int near) {
    int[] nearest = new int[near];
    int found = 0;
    for (int j = 0; j < distances.points(); j++) {
      if (j == centre) {
        continue;
      }
      int place = found < near ? found++ : near; // the place after the last one is none
      while (place > 0 && distances.nearer(centre, j, nearest[place - 1])) {
        if (place < near) {
          nearest[place] = nearest[place - 1];
        }
        place--;
      }
      if (place < near) {
        nearest[place] = j;
      }
    }
    return nearest;
  }

  /** 1 for the nearest. */
  private static int rank(SquaredDistances distances, int centre, int other) {
    int rank = 1;
    for (int j = 0; j < distances.points(); j++) {
      if (j != centre && j != other && distances.nearer(centre, j, other)) {
        rank++;
      }
    }
    return rank;
  }
}
