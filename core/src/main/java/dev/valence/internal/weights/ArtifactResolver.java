package dev.valence.internal.weights;

import dev.valence.internal.Progress;
import java.nio.file.Path;

/**
 * Finds Maven artifacts. Implemented by a module of its own, found by {@link java.util.ServiceLoader}, because it takes
 * Maven's libraries to read the user's settings as Maven does.
 *
 * <p>Thread-safe.
 */
public interface ArtifactResolver {
    /**
     * Finds an artifact in the user's local repository, or fetches it into that.
     *
     * @param coordinates {@code GROUP:ARTIFACT:VERSION}, or {@code GROUP:ARTIFACT:EXTENSION[:CLASSIFIER]:VERSION}
     * @param progress told while bytes come
     * @return the file, its checksum verified where it was fetched
     * @throws dev.valence.InputException if the coordinates or the settings are wrong, or no repository has the artifact
     */
    Path resolve(String coordinates, MavenSettings settings, Progress progress);
}
