package dev.valence.hub;

import dev.valence.internal.weights.ConvertedModels;
import dev.valence.internal.weights.ModelSource;
import dev.valence.internal.weights.WeightSource;
import java.io.IOException;
import java.nio.file.Path;

/** Models of Hugging Face's hub. Thread-safe. */
public final class HubSource implements ModelSource {
    @Override
    public String scheme() {
        return "hf:";
    }

    @Override
    public String form() {
        return "hf:ORG/NAME[@REVISION]";
    }

    @Override
    public WeightSource.Fetched fetch(String name, ConvertedModels models) throws IOException {
        HubSettings settings = HubSettings.of(models.environment());
        Path snapshot = HubModel.fetch(name, settings, models::download);
        Path key = Path.of("hub").resolve(settings.cache().relativize(snapshot));
        return new WeightSource.Fetched(models.complete(snapshot, key), scheme() + HubModel.pinned(name, snapshot));
    }
}
