package dev.valence.internal.weights;

import dev.valence.hub.HubSettings;
import java.nio.file.Path;

/**
 * What fetching weights depends on besides their name.
 *
 * @param cache a folder for converted weights, made where it is missing
 * @param hub how Hugging Face's hub is reached
 * @param maven the user's Maven
 */
public record WeightSettings(Path cache, HubSettings hub, MavenSettings maven) {}
